using System.Diagnostics;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Telephony.Lines;
using Dapper;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>How good lines are, as a real Asterisk counts them.</summary>
public sealed class LineTests(Servers servers)
{
    [Fact]
    public async Task Each_leg_says_once_how_good_its_line_was_and_a_bad_one_is_seen_to_be()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync(survey: false);
        var (agentId, phone) = await house.AddAgentAsync();
        var call = house.Call(losesOneOf: 5);
        var callId = await house.QueuedAsync();
        var assignmentId = await house.AssignAsync(callId, agentId);
        var atAgent = await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();
        call.SendTone(1900);
        atAgent.SendTone(1500);
        Assert.True(await call.HearsAsync(1500, House.Soon), "the agent");
        Assert.True(await atAgent.HearsAsync(1900, House.Soon), "the caller");
        // Asterisk counts losses when it reports them by RTCP: every 5 s.
        await House.UntilAsync(
            () => Task.FromResult(call.Media.Counters.Received > 380), "seven seconds of talk");
        await atAgent.HangUpAsync();
        await house.NextAsync<CallEnded>();
        await house.NextAsync<LegMeasured>(2);
        await house.NothingIsLeftAsync();

        var lines = await house.EventsAsync<LegMeasured>();
        Assert.Equal(2, lines.Count);
        var agent = Assert.Single(lines, line => line.Leg == "agent");
        var caller = Assert.Single(lines, line => line.Leg == "caller");
        Assert.Equal((callId, assignmentId), (agent.CallId, agent.AssignmentId!.Value));
        Assert.Equal(callId, caller.CallId);
        Assert.True(agent.ReceivedPackets > 50, $"{agent.ReceivedPackets} packets");
        Assert.InRange(LineRules.LossShare(caller.ReceivedPackets, caller.ReceivedLost), 0.1, 0.3);
        Assert.InRange(caller.ReceivedMos, 1, 3.5m);
        Assert.InRange(agent.ReceivedMos, 3.9m, 4.5m);
        Assert.Equal(0, agent.ReceivedLost);
        await using var connection = await house.Database.OpenConnectionAsync(House.Cancellation);
        var kept = await LineStore.OfCallAsync(connection, callId, House.Cancellation);
        Assert.Equal(["agent", "caller"], kept.Select(line => line.Leg).Order());
        Assert.Equal(caller.ReceivedLost, kept.Single(line => line.Leg == "caller").ReceivedLost);
    }

    [Fact]
    public async Task A_line_that_is_told_twice_or_of_no_call_is_said_once_or_never()
    {
        await using var house = await House.StartAsync(servers);
        var measuring = new LineMeasuring(house.Transactions, TimeProvider.System);
        var line = await LineOfQueuedCallAsync(house, "leg");
        await measuring.NoteAsync([line, line], House.Cancellation);
        await measuring.NoteAsync(
            [
                line,
                line with { Leg = "x", CallId = Guid.CreateVersion7() },
                line with { Leg = "y", Counts = new LineCounts() },
            ],
            House.Cancellation);
        Assert.Single(await house.EventsAsync<LegMeasured>());
    }

    [Fact]
    public async Task Legs_that_go_together_are_noted_together_and_each_event_is_in_the_trace_of_its_call()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("CallCenter", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        await using var house = await House.StartAsync(servers);
        var measuring = new LineMeasuring(house.Transactions, TimeProvider.System);
        var line = await LineOfQueuedCallAsync(house, "one");
        await measuring.NoteAsync([line, line with { Leg = "two" }], House.Cancellation);
        await using var connection = await house.Database.OpenConnectionAsync(House.Cancellation);
        var said = (await connection.QueryAsync<(string Tx, string Trace)>(
            "select tx::text, traceparent from msg.event_log where routing_key = 'call.leg-measured'")).ToList();
        Assert.Equal(2, said.Count);
        Assert.Single(said.Select(one => one.Tx).Distinct());
        var trace = await connection.QuerySingleAsync<string>(
            "select snapshot ->> 'traceParent' from call where call_id = @CallId", new { line.CallId });
        Assert.All(said, one => Assert.Equal(trace.Split('-')[1], one.Trace.Split('-')[1]));
    }

    private static async Task<LegLine> LineOfQueuedCallAsync(House house, string leg)
    {
        await house.AddNumberAsync();
        house.Call();
        return new LegLine
        {
            Leg = leg, CallId = await house.QueuedAsync(), Role = "other",
            Counts = new LineCounts { ReceivedPackets = 5 },
        };
    }
}
