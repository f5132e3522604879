using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Nodes;
using CallCenter.Telephony.Phones;
using Xunit;

namespace CallCenter.Telephony.Tests.Phones;

public sealed class PhoneNodeRulesTests
{
    private static readonly AriNode[] _nodes =
    [
        new() { Name = "b", Registrar = "b.example:5060", WebSocketUri = "wss://b.example/ws" },
        new() { Name = "a", Registrar = "a.example:5060" },
    ];

    [Theory]
    [InlineData("a: reached, b: reached", PhoneKinds.Sip, "b a")]
    [InlineData("a: reached, b: reached", PhoneKinds.Browser, "b")]
    [InlineData("a: reached, b: drained", PhoneKinds.Sip, "a")]
    [InlineData("a: reached, b: draining", PhoneKinds.Sip, "a b")]
    [InlineData("a: drained, b: drained", PhoneKinds.Sip, "b a")]
    [InlineData("a: away, b: drained", PhoneKinds.Sip, "b")]
    [InlineData("a: reached, b: away", PhoneKinds.Sip, "a")]
    [InlineData("a: away, b: away", PhoneKinds.Sip, "b a")]
    [InlineData("a: reached", PhoneKinds.Sip, "a")]
    [InlineData("a: reached", PhoneKinds.Browser, "")]
    [InlineData("", PhoneKinds.Sip, "")]
    public void A_phone_registers_where_calls_may_be(string known, string kind, string chosen) => Assert.Equal(
        chosen, string.Join(' ', PhoneNodeRules.Choose(_nodes, Known(known), kind).Select(node => node.Name)));

    private static IReadOnlyList<NodeForPhones> Known(string known) =>
    [
        .. known.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(node => node.Split(": ")).Select(node =>
            new NodeForPhones
            {
                Name = node[0], Reached = node[1] != "away", PhoneRevision = 1,
                Drained = node[1].StartsWith("drain", StringComparison.Ordinal), HasCalls = node[1] == "draining",
            }),
    ];
}
