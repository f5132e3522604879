using System.Diagnostics;
using System.Text.Json;
using CallCenter.Fixtures;
using CallCenter.Local.Calls;
using CallCenter.Local.Centres;
using CallCenter.Local.Processes;
using CallCenter.Local.Subscribers;
using Xunit;

namespace CallCenter.EndToEnd.Tests;

/// <summary>The call of the README, from its INVITE to the complaint, as a person and other systems see it.</summary>
[Collection(AgentsOfTheDemoCentre)]
public sealed class LifeOfACallTests(WholeSystem system, ITestOutputHelper output)
{
    /// <summary>Tests that call the demo centre's own queues: at once they would ring each other's agent.</summary>
    public const string AgentsOfTheDemoCentre = "agents of the demo centre";

    private static readonly string[] Services = ["telephony", "routing", "quality", "feedback"];

    /// <summary>Each is said before those on its right.</summary>
    private static readonly string[][] Order =
    [
        ["CallArrived", "CallQueued", "CallAssigned", "CallAnswered", "AgentReleased", "SurveyAnswered", "CallEnded"],
        ["SurveyAnswered", "ComplaintRaised"],
        ["AgentReleased", "RecordingReady", "CallEvaluated"],
    ];

    [Fact]
    public async Task A_call_is_shown_whole_in_order_and_in_one_trace_and_every_subscriber_prints_its_complaint()
    {
        await using var node = await SamplePrograms.StartNodeAsync(
            system.Directory, await SubscriberAsync("crm"), Token);
        await using var python = await SamplePrograms.StartPythonAsync(
            await WholeSystem.RootfsAsync(), system.Directory, await SubscriberAsync("billing"));
        await using var console = await system.Launcher.StartAsync(
            "subscribe", "subscribe", "--name", "console", "--type", "complaint.*");
        foreach (var subscriber in (ChildProcess[])[node, python, console])
        {
            await SaysAsync(subscriber, "Subscribed as sub.");
        }

        var clock = Stopwatch.StartNew();
        var call = await system.Launcher.RunAsync("call", "--json");
        output.WriteLine($"call --json: exit code {call.ExitCode} after {clock.Elapsed.TotalSeconds:0.0} s");

        Assert.True(call.ExitCode == 0, call.ToString());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"It took {clock.Elapsed}.");
        var report = JsonElement.Parse(call.Output);
        HoldsTheLife(report);
        IsStereo(report.GetProperty("recording"));
        var raised = Single(report, "ComplaintRaised");
        foreach (var subscriber in (ChildProcess[])[node, python, console])
        {
            var printed = JsonElement.Parse(await SaysAsync(subscriber, Text(raised, "id")));
            Assert.Equal("callcenter.complaint.raised.v1", Text(printed, "type"));
            Assert.Equal(Text(raised, "subject"), Text(printed, "subject"));
            Assert.True(JsonElement.DeepEquals(raised.GetProperty("data"), printed.GetProperty("data")));
        }

        var traceId = Text(report, "traceId");
        await WholeSystem.WaitUntilAsync(
            _ => Task.FromResult(Services.All(service => HasSpanOf(service, traceId))),
            $"all four services wrote spans of trace {traceId}", Token);
        await system.NothingIsLeftOfAsync(report.GetProperty("callId").GetGuid(), Token);
        var agent = await system.Site.Services.GetAsync("routing", $"agents/{DemoCentre.Alice.Id}", Token);
        Assert.Equal("offline", agent!.Value.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_Chinese_number_is_served_as_well()
    {
        var plan = new CallPlan { Number = DemoCentre.SalesNumber.E164, CallerNumber = system.NextNumber() };
        var told = new List<CallProgress>();

        var report = await DemoCall.RunAsync(system.Site, plan, DemoCentre.Bo, told.Add, Token);

        Assert.True(report.Passed, report.ToJson());
        Assert.Equal("CallArrived", told[0].Name);
        Assert.Equal("zh", report.Events.Single(e => e.Name == "CallArrived").Data.GetProperty("language").GetString());
    }

    private static void HoldsTheLife(JsonElement report)
    {
        var callId = Text(report, "callId");
        var names = report.GetProperty("events").EnumerateArray().Select(one => Text(one, "name")).ToList();
        foreach (var (cause, effect) in Order.SelectMany(chain => chain.Zip(chain.Skip(1))))
        {
            var (before, after) = (Single(report, cause), Single(report, effect));
            Assert.True(names.IndexOf(cause) < names.IndexOf(effect), $"{cause} < {effect}: {report}");
            Assert.True(
                before.GetProperty("time").GetDateTimeOffset() < after.GetProperty("time").GetDateTimeOffset()
                    || before.GetProperty("subjectseq").GetInt64() < after.GetProperty("subjectseq").GetInt64(),
                $"{cause} < {effect}: {report}");
            Assert.Equal(callId, Text(before.GetProperty("data"), "callId"));
            Assert.Equal(callId, Text(after.GetProperty("data"), "callId"));
        }
    }

    private static void IsStereo(JsonElement recording)
    {
        Assert.Equal(2, recording.GetProperty("channels").GetInt32());
        Assert.Equal(440, recording.GetProperty("leftHz").GetDouble(), tolerance: 3);
        Assert.Equal(1_000, recording.GetProperty("rightHz").GetDouble(), tolerance: 3);
    }

    private static JsonElement Single(JsonElement report, string name) =>
        Assert.Single(report.GetProperty("events").EnumerateArray(), one => Text(one, "name") == name);

    private static string Text(JsonElement of, string property) => of.GetProperty(property).GetString()!;

    private Task<Uri> SubscriberAsync(string name) =>
        SubscriberAccounts.EnsureAsync(system.Home, system.Ports, name, Token);

    private static Task<string> SaysAsync(ChildProcess subscriber, string text) =>
        SamplePrograms.SaysAsync(subscriber, text, WholeSystem.Limit, Token);

    private bool HasSpanOf(string service, string traceId) =>
        File.Exists(system.Home.SpansOf(service))
        && File.ReadLines(system.Home.SpansOf(service)).Any(line => line.Contains(traceId, StringComparison.Ordinal));

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
