using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Nodes;
using CallCenter.Telephony.Phones;
using CallCenter.Telephony.Tests.Houses;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace CallCenter.Telephony.Tests.Ari;

/// <summary>A switch that answers late, twice, wrongly or not at all.</summary>
public sealed class FaultTests(Servers servers)
{
    private const string Leg = "fake-1.1";

    [Fact]
    public async Task Doubled_events_happen_once()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await StartAsync(fake);
        fake.SayArrived(Leg, House.Dialled, House.Caller);
        var (callId, agentLeg, _) = await RingAsync(house);
        for (var i = 0; i < 2; i++)
        {
            fake.AgentUp(agentLeg);
        }

        await house.NextAsync<CallAnswered>();
        for (var i = 0; i < 2; i++)
        {
            fake.AgentGone(agentLeg, 0);
        }

        await house.NextAsync<AgentReleased>();
        for (var i = 0; i < 2; i++)
        {
            fake.Leave(Leg);
        }

        await house.NextAsync<CallEnded>();
        Assert.Equal(
            ["CallArrived", "CallQueued", "AgentRinging", "CallAnswered", "AgentReleased", "CallEnded"],
            (await house.SaidAsync(callId)).Where(name => name is not ("RecordingReady" or "RecordingNotMade")));
    }

    [Fact]
    public async Task An_agent_who_is_up_before_the_order_was_confirmed_is_put_through()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await StartAsync(fake);
        var callId = await house.QueuedAsync();
        var assignmentId = Guid.Empty;
        // The event overtakes the reply.
        fake.Reply($"POST channels/{callId:N}", 200, before: async () =>
        {
            fake.AgentUp(RungLeg(fake, callId)!);
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, House.Cancellation);
        });
        assignmentId = await house.AssignAsync(callId, Guid.CreateVersion7());
        Assert.Equal(assignmentId, (await house.NextAsync<CallAnswered>()).AssignmentId);
    }

    [Theory]
    [InlineData(500, """{"error":"Allocation failed"}""", "unreachable")]
    [InlineData(500, """{"error":"Internal Server Error"}""", "failed")]
    [InlineData(400, "{}", "failed")]
    public async Task A_phone_that_cannot_be_rung_is_declined_with_its_reason(int status, string body, string reason)
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await StartAsync(fake);
        var callId = await house.QueuedAsync();
        fake.Reply($"POST channels/{callId:N}", status, body);
        await house.AssignAsync(callId, Guid.CreateVersion7());
        Assert.Equal(reason, (await house.NextAsync<AssignmentDeclined>()).Reason);
    }

    [Fact]
    public async Task What_was_done_before_and_what_is_gone_already_are_no_faults()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await StartAsync(fake);
        var callId = await house.QueuedAsync();
        // A leg and a talk made by an owner before us; music and talk gone by themselves.
        fake.Reply($"POST channels/{callId:N}", 409);
        fake.Reply($"POST bridges/{callId:N}.t.", 409);
        fake.Reply($"DELETE channels/{Leg}/moh", 404);
        fake.Reply("DELETE bridges", 404);
        await house.AssignAsync(callId, Guid.CreateVersion7());
        var agentLeg = await RungLegAsync(fake, callId);
        fake.Forget($"POST bridges/{callId:N}.t.");
        fake.AgentUp(agentLeg);
        await house.NextAsync<CallAnswered>();
        fake.AgentGone(agentLeg, 0);
        await house.NextAsync<AgentReleased>();
        Assert.Empty(await house.EventsAsync<AssignmentDeclined>());
    }

    [Fact]
    public async Task An_order_without_reply_gives_the_call_back_to_its_queue()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await StartAsync(fake);
        var (callId, agentLeg, _) = await RingAsync(house);
        fake.Reply($"POST bridges/{callId:N}", 200, before: () =>
            Task.Delay(TimeSpan.FromSeconds(8), TimeProvider.System, House.Cancellation));
        fake.AgentUp(agentLeg);
        Assert.Equal("failed", (await house.NextAsync<AssignmentDeclined>()).Reason);
        await House.UntilAsync(
            () => Task.FromResult(fake.Commands.Contains($"DELETE channels/{agentLeg}")), "the drop");
    }

    [Fact]
    public async Task An_answer_after_the_deadline_is_dropped()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await StartAsync(fake);
        var (_, agentLeg, _) = await RingAsync(house, TimeSpan.FromMilliseconds(300));
        Assert.Equal("no-answer", (await house.NextAsync<AssignmentDeclined>()).Reason);
        fake.AgentUp(agentLeg);
        await House.UntilAsync(
            () => Task.FromResult(fake.Commands.Count(c => c == $"DELETE channels/{agentLeg}") >= 2), "the drop");
        Assert.Empty(await house.EventsAsync<CallAnswered>());
    }

    [Fact]
    public async Task After_a_cut_the_connection_is_made_again_and_the_call_goes_on()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await StartAsync(fake);
        var callId = await house.QueuedAsync();
        fake.Cut();
        await House.UntilAsync(
            () => Task.FromResult(fake.Commands.Count(c => c == "GET applications/callcenter") >= 2
                && house.Replica.OwnsTheNode),
            "a new connection");
        fake.Leave(Leg);
        Assert.Equal(callId, (await house.NextAsync<CallEnded>()).CallId);
    }

    [Fact]
    public async Task A_leg_whose_end_nobody_reported_is_missed_by_the_reconcile()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await StartAsync(fake, TimeSpan.FromMilliseconds(300));
        await house.QueuedAsync();
        fake.Reply("GET channels", 200, "[]");
        Assert.Equal("caller-hung-up", (await house.NextAsync<CallEnded>()).Cause);
    }

    [Fact]
    public async Task A_phone_that_is_refused_does_not_keep_the_others_from_theirs()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await House.StartOnAsync(servers, fake.Address, started: true);
        var (refused, taken) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        const string Phones = "asterisk/config/dynamic/res_pjsip";
        fake.Reply($"PUT {Phones}/auth/{PhoneIds.Endpoint(refused)}", 403);
        await house.AddNameAsync(refused);
        await house.AddNameAsync(taken);
        await house.AddAccountAsync(refused);
        await house.AddAccountAsync(taken);
        Assert.DoesNotContain($"PUT {Phones}/endpoint/{PhoneIds.Endpoint(refused)}", fake.Commands);
        Assert.Contains($"PUT {Phones}/endpoint/{PhoneIds.Endpoint(taken)}", fake.Commands);
    }

    [Fact]
    public async Task A_node_that_answers_slowly_once_is_kept()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await StartAsync(fake, TimeSpan.FromMilliseconds(300));
        var callId = await house.QueuedAsync();
        fake.Reply("GET bridges", 503);
        await House.UntilAsync(() => Task.FromResult(fake.Commands.Count(c => c == "GET bridges") >= 4), "tries");
        fake.Forget("GET bridges");
        fake.Leave(Leg);
        Assert.Equal(callId, (await house.NextAsync<CallEnded>()).CallId);
        Assert.Single(fake.Commands, c => c == "GET applications/callcenter");
    }

    [Fact]
    public async Task A_replica_is_not_ready_while_a_node_that_it_owns_has_no_event_socket()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await House.StartOnAsync(
            servers, fake.Address, started: true, options => options.UnreachableLimit = TimeSpan.FromMinutes(5));
        var check = new OwnNodesCheck(house.Replica.Switchboard);
        async Task<HealthCheckResult> AskAsync() =>
            await check.CheckHealthAsync(new HealthCheckContext(), House.Cancellation);
        Assert.Equal(HealthStatus.Healthy, (await AskAsync()).Status);
        fake.KeepsSubscriptions = false;
        fake.Cut();
        await House.UntilAsync(async () => (await AskAsync()).Status == HealthStatus.Unhealthy, "not ready");
        Assert.Contains("fake", (await AskAsync()).Description, StringComparison.Ordinal);
        fake.KeepsSubscriptions = true;
        await House.UntilAsync(async () => (await AskAsync()).Status == HealthStatus.Healthy, "ready again");
        await house.Replica.DisposeAsync();
        Assert.Equal(HealthStatus.Healthy, (await AskAsync()).Status);
    }

    [Fact]
    public async Task A_switch_that_keeps_no_subscription_is_not_trusted()
    {
        await using var fake = await FakeSwitch.StartAsync();
        fake.KeepsSubscriptions = false;
        await using var house = await House.StartOnAsync(servers, fake.Address, started: false);
        await House.UntilAsync(
            () => Task.FromResult(fake.Commands.Count(c => c == "GET applications/callcenter") >= 2), "two tries");
        Assert.False(house.Replica.OwnsTheNode);
    }

    internal static string? RungLeg(FakeSwitch fake, Guid callId) => fake.Commands
        .FirstOrDefault(c => c.StartsWith($"POST channels/{callId:N}.a.", StringComparison.Ordinal))
        ?["POST channels/".Length..];

    private static async Task<string> RungLegAsync(FakeSwitch fake, Guid callId)
    {
        await House.UntilAsync(() => Task.FromResult(RungLeg(fake, callId) is not null), "the order to ring");
        return RungLeg(fake, callId)!;
    }

    private static async Task<(Guid CallId, string AgentLeg, Guid AssignmentId)> RingAsync(
        House house, TimeSpan? ring = null)
    {
        var callId = await house.QueuedAsync();
        var assignmentId = await house.AssignAsync(callId, Guid.CreateVersion7(), ring);
        return (callId, CallIds.AgentLeg(callId, assignmentId), assignmentId);
    }

    private async Task<House> StartAsync(FakeSwitch fake, TimeSpan? reconcile = null)
    {
        var house = await House.StartOnAsync(
            servers, fake.Address, started: true,
            options => options.ReconcileInterval = reconcile ?? options.ReconcileInterval);
        await house.AddNumberAsync();
        fake.Arrive(Leg, House.Dialled, House.Caller);
        return house;
    }
}
