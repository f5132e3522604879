using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Tests.Houses;
using Xunit;

namespace CallCenter.Telephony.Tests.Ari;

/// <summary>What means nothing to a call, or is of a newer release, does nothing to it.</summary>
public sealed class UnknownInputTests(Servers servers)
{
    private const string Leg = "fake-1.1";

    [Fact]
    public async Task A_flood_of_keys_in_the_queue_and_in_the_talk_changes_nothing_and_delays_nobody()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await StartAsync(fake);
        var callId = await house.QueuedAsync();
        Flood(fake);
        var assignmentId = await house.AssignAsync(callId, Guid.CreateVersion7());
        var agentLeg = CallIds.AgentLeg(callId, assignmentId);
        fake.AgentUp(agentLeg);
        await house.NextAsync<CallAnswered>();
        Flood(fake);
        fake.AgentGone(agentLeg, 0);
        await house.NextAsync<AgentReleased>();
        fake.Leave(Leg);
        await house.NextAsync<CallEnded>();
        Assert.Equal(
            ["CallArrived", "CallQueued", "AgentRinging", "CallAnswered", "AgentReleased", "CallEnded"],
            (await house.SaidAsync(callId)).Where(name => name is not ("RecordingReady" or "RecordingNotMade")));

        static void Flood(FakeSwitch fake)
        {
            foreach (var key in Enumerable.Repeat("0123456789*#", 250).SelectMany(keys => keys))
            {
                fake.Say(
                    $$"""{"type":"ChannelDtmfReceived","digit":"{{key}}","channel":{"id":"{{Leg}}","state":"Up"} }""");
            }
        }
    }

    [Fact]
    public async Task An_order_of_a_newer_release_is_left_and_the_call_goes_on()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await StartAsync(fake);
        var callId = await house.QueuedAsync();
        await house.ExecuteAsync(
            $"insert into call_order (call_id, kind, recorded_at) values ('{callId}', 'praised', now())");
        var assignmentId = await house.AssignAsync(callId, Guid.CreateVersion7());
        fake.AgentUp(CallIds.AgentLeg(callId, assignmentId));
        await house.NextAsync<CallAnswered>();
        fake.Leave(Leg);
        await house.NextAsync<CallEnded>();
        Assert.DoesNotContain("AssignmentDeclined", await house.SaidAsync(callId));
        Assert.Null(await house.OneAsync("select taken_at::text from call_order where kind = 'praised'"));
    }

    private async Task<House> StartAsync(FakeSwitch fake)
    {
        var house = await House.StartOnAsync(servers, fake.Address, started: true);
        await house.AddNumberAsync();
        fake.Arrive(Leg, House.Dialled, House.Caller);
        return house;
    }
}
