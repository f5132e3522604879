using System.Text.Json;
using CallCenter.Telephony.Flows;
using Xunit;

namespace CallCenter.Telephony.Tests.Flows;

/// <summary>Every fault of a document is named with its place and in words.</summary>
public sealed class FlowRulesTests
{
    private const string Bye = """ "bye": {"type": "hangup"} """;

    private const string Menu =
        """ "menu": {"type": "menu", "prompts": ["m"], "next": {"1": "bye", "timeout": "bye", "invalid": "bye"}} """;

    [Theory]
    [InlineData("""{"type": "dance"}""", "nodes.x.type", "is not a type of node")]
    [InlineData("""{"type": "voicemail", "prompts": ["a"], "next": {"done": "bye"}}""", "nodes.x.queue", "is required")]
    [InlineData("""{"type": "voicemail", "prompts": ["a"], "queue": "0190c0de-0000-7000-8000-000000000101"}""",
        "nodes.x.next.done", "is required")]
    [InlineData("""
        {"type": "voicemail", "prompts": ["a"], "queue": "0190c0de-0000-7000-8000-000000000101", "maxMs": 10,
         "next": {"done": "bye"}}
        """, "nodes.x.maxMs", "must be from 1000 to 600000")]
    [InlineData("""{"type": "transfer", "to": "0"}""", "nodes.x.to", "is not a property of transfer")]
    [InlineData("""{"type": "transfer", "next": {"busy": "bye"}}""", "nodes.x", "transfers to nobody")]
    [InlineData("""{"type": "transfer", "agent": "0190c0de-0000-7000-8000-000000000101"}""",
        "nodes.x.agent", "needs the queue")]
    [InlineData("""{"type": "transfer", "number": "0301234"}""", "nodes.x.number", "must be an E.164 number")]
    [InlineData("""
        {"type": "transfer", "number": "+441632960123", "queue": "0190c0de-0000-7000-8000-000000000101"}
        """, "nodes.x.number", "must not be given with a queue")]
    [InlineData("""{"type": "transfer", "number": "+441632960123", "limitMs": 5000}""",
        "nodes.x.number", "takes no priority")]
    [InlineData("""{"type": "transfer", "number": "+441632960123", "next": {"failed": "bye"}}""",
        "nodes.x.next.failed", "is not an exit of transfer")]
    [InlineData("""{"type": "transfer", "number": "+441632960123", "next": {"busy": "x"}}""",
        "nodes.x", "is in a loop without input")]
    [InlineData("""{"next": {}}""", "nodes.x", "must be an object with a type")]
    [InlineData("""{"type": "play", "next": {"done": "bye"}}""", "nodes.x.prompts", "is required")]
    [InlineData("""{"type": "play", "prompts": [], "next": {"done": "bye"}}""", "nodes.x.prompts", "must be 1 to")]
    [InlineData("""{"type": "play", "prompts": ["../a"], "next": {"done": "bye"}}""", "nodes.x.prompts.0", "sound")]
    [InlineData("""{"type": "play", "prompts": "a", "next": {"done": "bye"}}""", "nodes.x.prompts", "list of texts")]
    [InlineData("""{"type": "play", "prompts": ["a"], "colour": 1, "next": {"done": "bye"}}""",
        "nodes.x.colour", "is not a property of play")]
    [InlineData("""{"type": "play", "prompts": ["a"]}""", "nodes.x.next.done", "is required")]
    [InlineData("""{"type": "play", "prompts": ["a"], "next": {"done": "y"}}""", "nodes.x.next.done", "not a node")]
    [InlineData("""{"type": "play", "prompts": ["a"], "next": {"done": "bye", "1": "bye"}}""",
        "nodes.x.next.1", "is not an exit of play")]
    [InlineData("""{"type": "menu", "prompts": ["a"], "next": {"timeout": "bye", "invalid": "bye"}}""",
        "nodes.x.next", "at least one key")]
    [InlineData("""{"type": "menu", "prompts": ["a"], "tries": 9, "next": {"1": "bye"}}""", "nodes.x.tries", "1 to 5")]
    [InlineData("""{"type": "menu", "prompts": ["a"], "tries": "3", "next": {"1": "bye"}}""",
        "nodes.x.tries", "must be a whole number")]
    [InlineData("""{"type": "menu", "prompts": ["a"], "bargeIn": 1, "next": {"1": "bye"}}""",
        "nodes.x.bargeIn", "true or false")]
    [InlineData("""{"type": "collect", "prompts": ["a"], "variable": "v", "min": 5, "max": 4, "next": {}}""",
        "nodes.x.min", "not be more than max")]
    [InlineData("""{"type": "collect", "prompts": ["a"], "variable": "language", "max": 4, "next": {}}""",
        "nodes.x.variable", "language is given")]
    [InlineData("""{"type": "collect", "prompts": ["a"], "variable": "v", "max": 4, "terminator": "5", "next": {}}""",
        "nodes.x.terminator", "# or *")]
    [InlineData("""{"type": "if", "when": "a ==", "next": {"then": "bye", "else": "bye"}}""",
        "nodes.x.when", "needs a value at character 5")]
    [InlineData("""{"type": "if", "when": "a; drop", "next": {"then": "bye", "else": "bye"}}""",
        "nodes.x.when", "needs an operator or the end at character 2")]
    [InlineData("""{"type": "say", "text": "{{a", "next": {"done": "bye"}}""", "nodes.x.text", "does not close it")]
    [InlineData("""{"type": "set", "set": {"Bad name": "1"}, "next": {"done": "bye"}}""",
        "nodes.x.set.Bad name", "must be a variable")]
    [InlineData("""{"type": "http", "url": "http://{{host}}/", "next": {"done": "bye"}}""",
        "nodes.x.url", "a fixed host")]
    [InlineData("""{"type": "http", "url": "http://a/", "save": {"v": "$..x"}, "next": {"done": "bye"}}""",
        "nodes.x.save.v", "path of members")]
    [InlineData("""{"type": "http", "url": "http://a/", "body": {"v": "1"}, "next": {"done": "bye"}}""",
        "nodes.x.body", "POST only")]
    [InlineData("""{"type": "language", "language": "fr", "next": {"done": "bye"}}""",
        "nodes.x.language", "document's languages")]
    [InlineData("""{"type": "queue", "queue": "sales"}""", "nodes.x.queue", "must be a UUID")]
    [InlineData("""{"type": "callback", "queue": "sales", "next": {"declined": "bye"}}""",
        "nodes.x.queue", "must be a UUID")]
    [InlineData("""{"type": "callback", "queue": "0190c0de-0000-7000-8000-000000000101"}""",
        "nodes.x.next.declined", "is required")]
    [InlineData("""
        {"type": "callback", "queue": "0190c0de-0000-7000-8000-000000000101", "limitMs": 9000,
        "next": {"declined": "bye"}}
        """, "nodes.x.limitMs", "is not a property of callback")]
    [InlineData("""
        {"type": "callback", "queue": "0190c0de-0000-7000-8000-000000000101",
        "next": {"declined": "bye", "failed": "x"}}
        """, "nodes.x", "is in a loop without input")]
    [InlineData("""{"type": "calendar", "calendar": "No Such", "next": {}}""", "nodes.x.calendar", "must be a name")]
    public void A_fault_of_a_node_is_named_with_its_place(string node, string place, string rule) =>
        AssertProblem(Flow("x", "bye", "\"x\": " + node, Bye), place, rule);

    [Theory]
    [InlineData("""[]""", "body", "must be an object")]
    [InlineData("""{"entry": "bye", "nodes": {"bye": {"type": "hangup"}}}""", "safeExit", "is required")]
    [InlineData("""{"entry": "no", "safeExit": "bye", "nodes": {"bye": {"type": "hangup"}}}""",
        "entry", "name of a node")]
    [InlineData("""{"entry": "bye", "safeExit": "bye", "extra": 1, "nodes": {"bye": {"type": "hangup"}}}""",
        "extra", "is not a member")]
    [InlineData("""{"entry": "bye", "safeExit": "bye", "nodes": {}}""", "nodes", "1 to 200")]
    [InlineData("""{"entry": "b", "safeExit": "b", "nodes": {"b": {"type": "hangup"}, "Bad": {"type": "hangup"}}}""",
        "nodes.Bad", "must be a name")]
    public void A_fault_of_the_whole_is_named_with_its_place(string json, string place, string rule) =>
        AssertProblem(json, place, rule);

    [Fact]
    public void A_safe_exit_that_can_fail_by_itself_is_refused() => AssertProblem(
        Flow("menu", "menu", Menu, Bye), "safeExit", "play, queue or hangup");

    [Fact]
    public void A_node_that_is_never_reached_is_refused() => AssertProblem(
        Flow("bye", "bye", Menu, Bye), "nodes.menu", "is never reached");

    [Theory]
    [InlineData("""{"type": "set", "set": {"v": "v + 1"}, "next": {"done": "a"}}""", "a > a")]
    [InlineData("""{"type": "if", "when": "v", "next": {"then": "b", "else": "bye"}}""", "a > b > a")]
    [InlineData("""{"type": "play", "prompts": ["p"], "next": {"done": "b"}}""", "a > b > a")]
    [InlineData("""{"type": "menu", "prompts": ["p"], "next": {"1": "bye", "timeout": "b", "invalid": "bye"}}""",
        "a > b > a")]
    public void A_loop_without_input_is_refused(string node, string loop) => AssertProblem(
        Flow(
            "a", "b", "\"a\": " + node,
            """ "b": {"type": "play", "prompts": ["p"], "next": {"done": "a"}} """, Bye),
        "nodes.a", "is in a loop without input: " + loop);

    [Fact]
    public void A_loop_through_a_pressed_key_or_a_queue_is_none() => Assert.Empty(Problems(
        """
        {"entry": "menu", "safeExit": "wait", "nodes": {
          "menu": {"type": "menu", "prompts": ["p"], "next": {"1": "menu", "timeout": "wait", "invalid": "menu"}},
          "wait": {"type": "queue", "queue": "0190c0de-0000-7000-8000-000000000101", "next": {"timeout": "still"}},
          "still": {"type": "play", "prompts": ["p"], "next": {"done": "wait"}}}}
        """));

    [Fact]
    public void A_second_queue_after_the_talk_is_refused() => AssertProblem(
        """
        {"entry": "q", "safeExit": "q", "nodes": {
          "q": {"type": "queue", "queue": "0190c0de-0000-7000-8000-000000000101", "next": {"connected": "p"}},
          "p": {"type": "play", "prompts": ["p"], "next": {"done": "q"}}}}
        """, "nodes.q.next.connected", "a call is answered once");

    [Theory]
    [InlineData("""{"type": "say", "text": "It is {{pin}}", "next": {"done": "q"}}""", "nodes.use.text", "secret")]
    [InlineData("""{"type": "set", "set": {"copy": "pin"}, "next": {"done": "q"}}""", "nodes.use.set.copy", "secret")]
    [InlineData("""{"type": "http", "url": "http://a/?p={{pin}}", "next": {"done": "q"}}""", "nodes.use.url", "secret")]
    [InlineData(
        """{"type": "queue", "queue": "0190c0de-0000-7000-8000-000000000101", "attributes": {"a": "{{pin}}"}}""",
        "nodes.use.attributes.a", "the caller has entered")]
    public void Secret_digits_cannot_be_said_aloud(string node, string place, string rule) => AssertProblem(
        Flow(
            "ask", "q",
            """
            "ask": {"type": "collect", "prompts": ["p"], "variable": "pin", "max": 4, "secret": true,
              "next": {"done": "use", "timeout": "q", "invalid": "q"}}
            """,
            "\"use\": " + node, """ "q": {"type": "hangup"} """),
        place, rule);

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var problems = Problems(
            """
            {"entry": "no", "safeExit": "bye", "nodes": {
              "a": {"type": "play", "prompts": ["p"], "next": {"done": "z"}},
              "b": {"type": "menu", "prompts": ["p"], "next": {"1": "bye", "timeout": "bye"}},
              "bye": {"type": "hangup"}}}
            """);
        Assert.Equal(["entry", "nodes.a.next.done", "nodes.b.next.invalid"], problems.Select(p => p.Place).Order());
    }

    private static IReadOnlyList<FlowProblem> Problems(string json)
    {
        var (document, problems) = FlowReading.Read(JsonDocument.Parse(json).RootElement);
        return document is null ? problems : FlowRules.Problems(document);
    }

    private static void AssertProblem(string json, string place, string rule) => Assert.Contains(
        Problems(json), p => p.Place == place && p.Rule.Contains(rule, StringComparison.Ordinal));

    private static string Flow(string entry, string safeExit, params string[] nodes) =>
        $"{{\"entry\": \"{entry}\", \"safeExit\": \"{safeExit}\", \"nodes\": {{ {string.Join(", ", nodes)} }} }}";
}
