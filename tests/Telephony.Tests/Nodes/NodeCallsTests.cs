using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Nodes;
using CallCenter.Telephony.Tests.Ari;
using CallCenter.Telephony.Tests.Houses;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CallCenter.Telephony.Tests.Nodes;

public sealed class NodeCallsTests(Servers servers)
{
    [Fact]
    public async Task A_call_that_begins_when_its_session_is_over_is_left_to_the_next_and_is_no_fault_of_ours()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await House.StartOnAsync(servers, fake.Address, started: true);
        using var site = new Site(house);
        var calls = site.Calls;
        await calls.StopAsync();
        site.Dispose();

        calls.Dispatch(new LegArrived("late-1.1", House.Dialled, House.Caller, CallId: null));

        await House.UntilAsync(
            async () => (await calls.KnownAsync(House.Cancellation)).Here.Count == 0, "nothing left of it");
        Assert.Empty(house.Replica.Faults);
        Assert.Equal("0", await house.OneAsync("select count(*)::text from call"));
    }

    [Fact]
    public async Task A_call_that_ended_between_two_looks_of_a_reconcile_is_not_taken_up_again()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await WithoutOwnerAsync(fake);
        await using var site = new Site(house);
        // Carried by nobody when the reconcile begins, stored when it reads what is stored, over when it takes it up.
        var here = (await site.Calls.KnownAsync(House.Cancellation)).Here;
        site.Calls.Dispatch(Arrived);
        var call = await house.QueuedAsync();
        var stored = (await site.Calls.KnownAsync(House.Cancellation)).Stored;
        var listing = Listing(Arrived.Leg);
        site.Calls.Dispatch(new LegGone(Arrived.Leg, "failed"));
        await house.NextAsync<CallEnded>();
        await IsLeftAsync(site, call);

        var repairs = await site.Calls.ReconcileAsync(
            new KnownCalls { Here = here, Stored = stored }, listing, House.Cancellation);

        Assert.Equal(0, repairs.Adopted);
        Assert.Empty(repairs.Moved);
        await IsLeftAsync(site, call);
        Assert.Single(await house.EventsAsync<CallArrived>());
        Assert.Single(await house.EventsAsync<CallEnded>());
        Assert.Empty(house.Replica.Faults);
    }

    [Fact]
    public async Task A_call_that_moved_while_the_node_was_listed_is_let_be_until_the_next_listing()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await WithoutOwnerAsync(fake);
        await using (var before = new Site(house))
        {
            before.Calls.Dispatch(Arrived);
            await house.QueuedAsync();
        }

        await using var site = new Site(house);
        var known = await site.Calls.KnownAsync(House.Cancellation);
        await house.ExecuteAsync("update call set version = version + 1");
        var call = known.Stored.Keys.Single();
        var (agentLeg, talk) = (CallIds.AgentLeg(call, Guid.Empty), CallIds.Talk(call, Guid.Empty));

        var repairs = await site.Calls.ReconcileAsync(
            known, Listing(Arrived.Leg, agentLeg) with { Talks = [new SwitchTalk(talk, [])] }, House.Cancellation);

        Assert.False(repairs.Any);
        await IsLeftAsync(site, call);
        known = await site.Calls.KnownAsync(House.Cancellation);
        Assert.Equal(1, (await site.Calls.ReconcileAsync(known, Listing(Arrived.Leg), House.Cancellation)).Adopted);
        Assert.Single(await house.EventsAsync<CallArrived>());
        Assert.Empty(house.Replica.Faults);
    }

    [Fact]
    public async Task A_call_that_somebody_else_has_stored_is_taken_up_again_and_the_session_goes_on()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await House.StartOnAsync(servers, fake.Address, started: true);
        await house.AddNumberAsync();
        fake.Arrive(Arrived.Leg, House.Dialled, House.Caller);
        var call = await house.QueuedAsync();
        await house.ExecuteAsync("update call set version = version + 1");

        await house.AssignAsync(call, Guid.CreateVersion7());

        // Rung beside the commit that failed, and again.
        await House.UntilAsync(
            () => Task.FromResult(fake.Commands.Count(
                command => command.StartsWith($"POST channels/{call:N}.a.", StringComparison.Ordinal)) == 2),
            "the order to ring");
        fake.AgentUp(FaultTests.RungLeg(fake, call)!);
        await house.NextAsync<CallAnswered>();
        Assert.Equal(1, fake.Connections);
        Assert.DoesNotContain(house.Replica.Faults, fault => !fault.Contains("the order", StringComparison.Ordinal));
    }

    private async Task<House> WithoutOwnerAsync(FakeSwitch fake)
    {
        var house = await House.StartOnAsync(servers, fake.Address, started: false);
        await house.Replica.DisposeAsync();
        await house.AddNumberAsync();
        return house;
    }

    private static LegArrived Arrived => new("arrived-1.1", House.Dialled, House.Caller, CallId: null);

    private static SwitchListing Listing(params string[] legs) => new()
    {
        StartedAt = DateTimeOffset.UnixEpoch, Talks = [], Phones = [],
        Legs = [.. legs.Select(leg => new SwitchLeg
        {
            Leg = leg, IsUp = true, Arrival = leg == Arrived.Leg ? Arrived : null,
        })],
    };

    /// <summary>Waits until nobody here carries a call: legs that it made belong to nobody then.</summary>
    private static Task IsLeftAsync(Site site, Guid call) => House.UntilAsync(
        () => Task.FromResult(site.Calls.Dispatch(new LegUp(CallIds.AgentLeg(call, Guid.Empty))) is not null),
        "a call that is left");

    /// <summary>The calls of a session, without the session.</summary>
    private sealed class Site : IAsyncDisposable, IDisposable
    {
        private readonly AriSwitch _switch;
        private readonly AmiClient _recorder;

        public Site(House house)
        {
            var (node, services) = (house.Options.Nodes[0], house.Replica.Services);
            _switch = new AriSwitch(node);
            _recorder = new AmiClient(node, TimeProvider.System);
            var dialling = new NodeDialling(node, _switch, services);
            Calls = new NodeCalls(
                node, services,
                new NodeOrders(
                    node, _switch, _recorder, services.Flows, house.Database, dialling, services.QueueNames,
                    services.Disks, (_, _) => Task.CompletedTask, TimeProvider.System, NullLogger.Instance),
                dialling.AdmitAsync);
        }

        public NodeCalls Calls { get; }

        public async ValueTask DisposeAsync()
        {
            await Calls.StopAsync();
            Dispose();
        }

        public void Dispose()
        {
            Calls.Dispose();
            _recorder.Dispose();
            _switch.Dispose();
        }
    }
}
