using System.Net;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Tests.Ari;
using CallCenter.Telephony.Tests.Houses;
using Xunit;

namespace CallCenter.Telephony.Tests.Controls;

/// <summary>Controls on a switch that refuses, or says nothing: nobody is told "done" of what is not.</summary>
public sealed class RefusedControlTests(Servers servers)
{
    private const string Leg = "fake-1.1";

    [Theory]
    [InlineData("hold", "removeChannel", 500, "failed")]
    [InlineData("hold", "removeChannel", 0, "failed")]
    [InlineData("hold", "removeChannel", 404, null)]
    [InlineData("hold", "removeChannel", 409, null)]
    [InlineData("hold", "removeChannel", 422, null)]
    [InlineData("collect", "removeChannel", 500, "failed")]
    [InlineData("collect", "removeChannel", 0, "failed")]
    [InlineData("mute", "mute", 500, "failed")]
    [InlineData("mute", "mute", 409, "failed")]
    [InlineData("mute", "mute", 404, "failed")]
    [InlineData("mute", "mute", 0, "failed")]
    [InlineData("keys", "dtmf", 500, "failed")]
    public async Task What_the_switch_does_not_do_is_not_said_to_be_done(
        string action, string command, int status, string? outcome)
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await StartAsync(fake);
        var (callId, agentLeg, talk) = await TalkAsync(fake, house.House);
        var path = command switch
        {
            "removeChannel" => $"POST bridges/{talk}/removeChannel",
            "dtmf" => $"POST channels/{Leg}/dtmf",
            _ => $"POST channels/{agentLeg}/{command}",
        };
        Misbehave(fake, path, status);
        using var supervisor = house.Service.ClientOf(Roles.Supervisor);
        var answer = await ControlledHouse.AskAsync(
            supervisor, callId, new { action, digits = "12", most = 4 });
        Assert.Equal(
            outcome is null ? (HttpStatusCode.OK, "done") : (HttpStatusCode.Conflict, outcome), answer);
        var said = await house.House.SaidAsync(callId);
        Assert.Equal(outcome is null, said.Contains(nameof(CallHeld)));
        Assert.DoesNotContain(nameof(AgentMuted), said);
        Assert.DoesNotContain(nameof(KeysSent), said);
        if (outcome is not null && command == "removeChannel")
        {
            await House.UntilAsync(
                () => Task.FromResult(fake.Commands.Count(c => c == $"POST bridges/{talk}/addChannel") == 2),
                "caller and agent together, in case the switch had obeyed");
        }
    }

    [Theory]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(500)]
    [InlineData(0)]
    public async Task A_caller_who_cannot_be_joined_hears_music_and_is_joined_as_soon_as_that_can_be(int status)
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await StartAsync(fake);
        var (callId, _, talk) = await TalkAsync(fake, house.House);
        using var supervisor = house.Service.ClientOf(Roles.Supervisor);
        await ControlledHouse.AskAsync(supervisor, callId, new { action = "hold" });
        Misbehave(fake, $"POST bridges/{talk}/addChannel", status);
        var music = Music(fake);
        var controlId = Guid.CreateVersion7();
        var resuming = ControlledHouse.AskAsync(supervisor, callId, new { action = "resume" }, controlId);
        await House.UntilAsync(() => Task.FromResult(Music(fake) == music + 1), "music");
        fake.Forget($"POST bridges/{talk}/addChannel");
        var answer = await resuming;
        await House.UntilAsync(
            async () => answer.Status != HttpStatusCode.Accepted || (answer = await ControlledHouse.AskAsync(
                supervisor, callId, new { action = "resume" }, controlId)).Status != HttpStatusCode.Accepted,
            "an answer");
        Assert.Equal((HttpStatusCode.OK, "done"), answer);
        Assert.Empty(await house.House.EventsAsync<CallReturned>());
    }

    [Fact]
    public async Task A_caller_who_is_never_joined_is_back_in_the_queue()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await StartAsync(fake);
        var (callId, agentLeg, talk) = await TalkAsync(fake, house.House);
        using var supervisor = house.Service.ClientOf(Roles.Supervisor);
        await ControlledHouse.AskAsync(supervisor, callId, new { action = "hold" });
        Misbehave(fake, $"POST bridges/{talk}/addChannel", 500);
        _ = ControlledHouse.AskAsync(supervisor, callId, new { action = "resume" });
        Assert.Equal("failed", (await house.House.NextAsync<CallReturned>()).Reason);
        await house.House.NextAsync<CallQueued>(2);
        await House.UntilAsync(
            () => Task.FromResult(fake.Commands.Contains($"DELETE channels/{agentLeg}")), "the drop");
    }

    private static int Music(FakeSwitch fake) => fake.Commands.Count(c => c == $"POST channels/{Leg}/moh");

    /// <summary>With status 0 there is no answer in time.</summary>
    private static void Misbehave(FakeSwitch fake, string command, int status) => fake.Reply(
        command, status == 0 ? 200 : status, before: () => status == 0
            ? Task.Delay(TimeSpan.FromSeconds(8), TimeProvider.System, House.Cancellation)
            : Task.CompletedTask);

    private static async Task<(Guid CallId, string AgentLeg, string Talk)> TalkAsync(FakeSwitch fake, House house)
    {
        fake.Arrive(Leg, House.Dialled, House.Caller);
        var callId = await house.QueuedAsync();
        var assignmentId = await house.AssignAsync(callId, Guid.CreateVersion7());
        var agentLeg = CallIds.AgentLeg(callId, assignmentId);
        await House.UntilAsync(() => Task.FromResult(FaultTests.RungLeg(fake, callId) is not null), "a phone rung");
        fake.AgentUp(agentLeg);
        await house.NextAsync<CallAnswered>();
        // Nothing is recorded here, so that digits may be collected.
        await house.NextAsync<RecordingNotMade>();
        return (callId, agentLeg, CallIds.Talk(callId, assignmentId));
    }

    private Task<ControlledHouse> StartAsync(FakeSwitch fake) => ControlledHouse.StartOnAsync(
        servers, fake.Address, options => options.EntryUri = new Uri("http://127.0.0.1:9/digits"));
}

/// <summary>The same on a real Asterisk: what others do to a talk, and a queue that does not take a call.</summary>
public sealed class MendedTalkTests(Servers servers)
{
    [Fact]
    public async Task A_talk_out_of_which_somebody_fell_is_found_and_mended()
    {
        await using var house = await ControlledHouse.StartAsync(
            servers, options => options.ReconcileInterval = TimeSpan.FromMilliseconds(500));
        var talk = await house.TalkAsync();
        var bridges = await house.House.Asterisk.GetAsync("bridges", House.Cancellation);
        var bridge = Assert.Single(bridges.EnumerateArray());
        var (id, legs) = (bridge.GetProperty("id").GetString()!, bridge.GetProperty("channels").EnumerateArray()
            .Select(leg => leg.GetString()!).Order().ToList());
        Assert.Equal(2, legs.Count);
        foreach (var leg in legs)
        {
            await house.House.PostToSwitchAsync($"bridges/{id}/removeChannel?channel={leg}");
        }

        await House.UntilAsync(
            async () => (await house.House.Asterisk.GetAsync("bridges", House.Cancellation)).EnumerateArray()
                .Any(one => one.GetProperty("channels").GetArrayLength() == 2),
            "both in the talk");
        await ControlledHouse.DoAsync(talk, new { action = "mute" });
        await ControlledHouse.NoLongerHearsAsync(talk.Caller, ControlledHouse.AgentTone);
        await ControlledHouse.DoAsync(talk, new { action = "unmute" });
        Assert.True(await talk.Caller.HearsAsync(ControlledHouse.AgentTone, House.Soon), "the agent again");
        await talk.Caller.HangUpAsync();
        await house.House.NextAsync<CallEnded>();
        await house.House.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_caller_handed_to_a_queue_that_is_not_there_waits_where_they_came_from()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var talk = await house.TalkAsync();
        var nowhere = Guid.CreateVersion7();
        await ControlledHouse.DoAsync(talk, new { action = "transfer", queueId = nowhere });
        Assert.Equal(nowhere, (await house.House.NextAsync<CallQueued>(2)).QueueId);
        await house.House.HearAsync(house.House.Replica.NotRoutable, new CallNotRoutable
        {
            CallId = talk.CallId,
            QueueId = nowhere,
            Reason = "unknown-queue",
            DecidedAt = TimeProvider.System.GetUtcNow(),
        });
        Assert.Equal("unknown-queue", (await house.House.NextAsync<TransferFailed>()).Reason);
        var back = await house.House.NextAsync<CallQueued>(3);
        Assert.Equal((house.House.QueueId, 100), (back.QueueId, back.Priority));
        await ControlledHouse.NoLongerHearsAsync(talk.Caller, ControlledHouse.AgentTone);
        Assert.True(await talk.Caller.HearsSoundAsync(House.Soon), "music");
        var (otherId, otherPhone) = await house.House.AddAgentAsync();
        await house.House.AssignAsync(talk.CallId, otherId);
        var other = await otherPhone.NextCallAsync(House.Soon);
        await house.House.NextAsync<CallAnswered>(2);
        other.SendTone(1700);
        Assert.True(await talk.Caller.HearsAsync(1700, House.Soon), "another agent");
        await talk.Caller.HangUpAsync();
        await house.House.NextAsync<CallEnded>();
        await house.House.NothingIsLeftAsync();
    }
}
