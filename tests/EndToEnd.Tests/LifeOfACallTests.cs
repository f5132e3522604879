using CallCenter.Local.Calls;
using CallCenter.Local.Centres;
using Xunit;

namespace CallCenter.EndToEnd.Tests;

/// <summary>The call of the README, from its INVITE to the complaint.</summary>
public sealed class LifeOfACallTests(WholeSystem system)
{
    private static readonly string[] Services = ["telephony", "routing", "quality", "feedback"];

    [Fact]
    public async Task A_call_becomes_a_recording_an_evaluation_and_a_complaint_in_one_trace()
    {
        var plan = new CallPlan { Number = DemoCentre.SupportNumber.E164, CallerNumber = DemoCentre.CallerNumber };
        var told = new List<CallProgress>();

        var report = await DemoCall.RunAsync(system.Site, plan, DemoCentre.Alice, told.Add, Token);

        Assert.True(report.Passed, report.ToJson());
        Assert.Equal("CallArrived", told[0].Name);
        await WholeSystem.WaitUntilAsync(
            _ => Task.FromResult(Services.All(service => HasSpanOf(service, report.TraceId!))),
            $"all four services wrote spans of trace {report.TraceId}", Token);
        await system.NothingIsLeftOfAsync(report.CallId!.Value, Token);
        var agent = await system.Site.Services.GetAsync("routing", $"agents/{DemoCentre.Alice.Id}", Token);
        Assert.Equal("offline", agent!.Value.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_Chinese_number_is_served_as_well()
    {
        var plan = new CallPlan { Number = DemoCentre.SalesNumber.E164, CallerNumber = system.NextNumber() };

        var report = await DemoCall.RunAsync(system.Site, plan, DemoCentre.Bo, _ => { }, Token);

        Assert.True(report.Passed, report.ToJson());
        Assert.Equal("zh", report.Events.Single(e => e.Name == "CallArrived").Data.GetProperty("language").GetString());
    }

    private bool HasSpanOf(string service, string traceId) =>
        File.Exists(system.Home.SpansOf(service))
        && File.ReadLines(system.Home.SpansOf(service)).Any(line => line.Contains(traceId, StringComparison.Ordinal));

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
