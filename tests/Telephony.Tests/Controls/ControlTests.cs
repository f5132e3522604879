using System.Net;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Telephony.Tests.Houses;
using Dapper;
using Xunit;

namespace CallCenter.Telephony.Tests.Controls;

/// <summary>Calls on a real Asterisk, controlled by HTTP.</summary>
public sealed class ControlTests(Servers servers)
{
    [Fact]
    public async Task An_agent_holds_mutes_and_sends_keys()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var talk = await house.TalkAsync();
        await ControlledHouse.DoAsync(talk, new { action = "hold" });
        await ControlledHouse.NoLongerHearsAsync(talk.Caller, ControlledHouse.AgentTone);
        Assert.True(await talk.Caller.HearsSoundAsync(House.Soon), "music");
        await ControlledHouse.NoLongerHearsAsync(talk.Agent, ControlledHouse.CallerTone);
        await ControlledHouse.DoAsync(talk, new { action = "resume" });
        Assert.True(await talk.Caller.HearsAsync(ControlledHouse.AgentTone, House.Soon), "the agent again");
        Assert.True(await talk.Agent.HearsAsync(ControlledHouse.CallerTone, House.Soon), "the caller again");
        await ControlledHouse.DoAsync(talk, new { action = "mute" });
        await ControlledHouse.NoLongerHearsAsync(talk.Caller, ControlledHouse.AgentTone);
        Assert.True(await talk.Agent.HearsAsync(ControlledHouse.CallerTone, House.Soon), "the caller, muted");
        await ControlledHouse.DoAsync(talk, new { action = "unmute" });
        Assert.True(await talk.Caller.HearsAsync(ControlledHouse.AgentTone, House.Soon), "the agent, not muted");
        await ControlledHouse.DoAsync(talk, new { action = "keys", digits = "49#" });
        await House.UntilAsync(() => Task.FromResult(talk.Caller.Media.Keys == "49#"), "the keys");
        await ControlledHouse.DoAsync(talk, new { action = "hang-up" });
        await talk.Agent.Ended.WaitAsync(House.Soon, House.Cancellation);
        await house.House.NextAsync<CallEnded>();
        await house.House.NextAsync<RecordingReady>();
        Assert.Equal(
            [
                "CallArrived", "CallQueued", "AgentRinging", "CallAnswered", "CallHeld", "CallResumed", "AgentMuted",
                "AgentUnmuted", "KeysSent", "AgentReleased", "CallEnded",
            ],
            (await house.House.SaidAsync(talk.CallId)).Where(name => name != "RecordingReady"));
        await house.House.NothingIsLeftAsync();
        await using var connection = await house.House.Database.OpenConnectionAsync(House.Cancellation);
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>(
            "select count(*) from call_order where control::text like '%49#%'"));
    }

    [Fact]
    public async Task A_call_given_back_waits_with_music_for_another_agent()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var talk = await house.TalkAsync();
        var (otherId, otherPhone) = await house.House.AddAgentAsync();
        var controlId = Guid.CreateVersion7();
        var request = new { action = "return", reason = "wrong-queue" };
        var first = await ControlledHouse.AskAsync(talk.Client, talk.CallId, request, controlId);
        var again = await ControlledHouse.AskAsync(talk.Client, talk.CallId, request, controlId);
        Assert.Equal((HttpStatusCode.OK, "done"), first);
        Assert.Equal(first, again);
        await talk.Agent.Ended.WaitAsync(House.Soon, House.Cancellation);
        Assert.Equal(
            (await house.House.NextAsync<CallQueued>(1)).QueuedAt,
            (await house.House.NextAsync<CallQueued>(2)).QueuedAt);
        await ControlledHouse.NoLongerHearsAsync(talk.Caller, ControlledHouse.AgentTone);
        Assert.True(await talk.Caller.HearsSoundAsync(House.Soon), "music");
        await house.House.AssignAsync(talk.CallId, otherId);
        var other = await otherPhone.NextCallAsync(House.Soon);
        await house.House.NextAsync<CallAnswered>(2);
        other.SendTone(1700);
        Assert.True(await talk.Caller.HearsAsync(1700, House.Soon), "the other agent");
        await talk.Caller.HangUpAsync();
        await house.House.NextAsync<CallEnded>();
        await house.House.NextAsync<RecordingReady>(2);
        Assert.Single(await house.House.EventsAsync<CallReturned>());
        await house.House.NothingIsLeftAsync();
    }

    [Fact]
    public async Task Only_who_may_controls_a_call()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var talk = await house.TalkAsync();
        using var other = house.Service.ClientOfAgent(Guid.CreateVersion7());
        using var nameless = house.Service.ClientOf(Roles.Agent);
        using var analyst = house.Service.ClientOf(Roles.Analyst);
        using var supervisor = house.Service.ClientOf(Roles.Supervisor);
        var hold = new { action = "hold" };
        foreach (var client in (HttpClient[])[other, nameless, analyst])
        {
            Assert.Equal(
                HttpStatusCode.Forbidden, (await ControlledHouse.AskAsync(client, talk.CallId, hold)).Status);
        }

        Assert.Empty(await house.House.EventsAsync<CallHeld>());
        Assert.Equal((HttpStatusCode.OK, "done"), await ControlledHouse.AskAsync(supervisor, talk.CallId, hold));
        Assert.Equal(
            HttpStatusCode.NotFound, (await ControlledHouse.AskAsync(supervisor, Guid.CreateVersion7(), hold)).Status);
        foreach (var broken in (object[])[
            new { action = "shout" }, new { }, new { action = "keys", digits = "12x" }, new { action = "keys" },
            new { action = "return", reason = "No Word" }])
        {
            Assert.Equal(
                HttpStatusCode.BadRequest, (await ControlledHouse.AskAsync(supervisor, talk.CallId, broken)).Status);
        }

        var controlId = Guid.CreateVersion7();
        await ControlledHouse.AskAsync(talk.Client, talk.CallId, new { action = "mute" }, controlId);
        Assert.Equal(
            HttpStatusCode.Conflict,
            (await ControlledHouse.AskAsync(talk.Client, talk.CallId, hold, controlId)).Status);
        Assert.Equal(
            (HttpStatusCode.Conflict, "not-ringing"),
            await ControlledHouse.AskAsync(talk.Client, talk.CallId, new { action = "reject" }));
        await talk.Caller.HangUpAsync();
        await house.House.NextAsync<CallEnded>();
        await house.House.NothingIsLeftAsync();
    }
}
