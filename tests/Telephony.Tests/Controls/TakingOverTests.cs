using System.Net;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Local.Phones;
using CallCenter.Telephony.Tests.Houses;
using Dapper;
using Xunit;

namespace CallCenter.Telephony.Tests.Controls;

/// <summary>Agents who are asked and handed a caller, on a real Asterisk.</summary>
public sealed class TakingOverTests(Servers servers)
{
    private const double OtherTone = 1700;

    /// <summary>What is said after all that was asked.</summary>
    private const double AfterTone = 1300;

    [Fact]
    public async Task Whoever_takes_a_caller_over_controls_the_call_and_their_talk_is_a_recording_of_its_own()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var talk = await house.TalkAsync();
        var (taken, other) = await AskAsync(house, talk);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await ControlledHouse.AskAsync(taken.Client, talk.CallId, new { action = "hold" })).Status);
        await ControlledHouse.DoAsync(talk, new { action = "complete" });
        await talk.Agent.Ended.WaitAsync(House.Soon, House.Cancellation);
        var answered = await house.House.NextAsync<CallAnswered>(2);
        Assert.Equal(taken.AgentId, answered.AgentId);
        Assert.Equal(answered.AssignmentId, (await house.House.NextAsync<CallTransferred>()).AssignmentId);
        Assert.True(await talk.Caller.HearsAsync(OtherTone, House.Soon), "who took over");

        await ControlledHouse.DoAsync(taken, new { action = "hold" });
        await ControlledHouse.NoLongerHearsAsync(talk.Caller, OtherTone);
        Assert.True(await talk.Caller.HearsSoundAsync(House.Soon), "music");
        await ControlledHouse.DoAsync(taken, new { action = "resume" });
        await ControlledHouse.DoAsync(taken, new { action = "mute" });
        await ControlledHouse.NoLongerHearsAsync(talk.Caller, OtherTone);
        await ControlledHouse.DoAsync(taken, new { action = "unmute" });
        await ControlledHouse.DoAsync(taken, new { action = "keys", digits = "12" });
        await ControlledHouse.DoAsync(taken, new { action = "pause-recording" });
        await ControlledHouse.DoAsync(taken, new { action = "resume-recording" });
        other.SendTone(AfterTone);
        Assert.True(await talk.Caller.HearsAsync(AfterTone, House.Soon), "who took over, again");
        Assert.True(await other.HearsAsync(ControlledHouse.CallerTone, House.Soon), "the caller");

        // A second of it: the recorder goes on a moment after it is told, and leaves the last moment out.
        var heard = talk.Caller.Media.Counters.Received;
        await House.UntilAsync(
            () => Task.FromResult(talk.Caller.Media.Counters.Received >= heard + 50), "a second of talk");
        await ControlledHouse.DoAsync(taken, new { action = "hang-up" });
        await talk.Caller.Ended.WaitAsync(House.Soon, House.Cancellation);
        var released = await house.House.NextAsync<AgentReleased>(2);
        Assert.Equal((answered.AssignmentId, taken.AgentId), (released.AssignmentId, released.AgentId));
        Assert.Equal(taken.AgentId, (await house.House.NextAsync<CallEnded>()).AgentId);

        await house.House.NextAsync<RecordingReady>(2);
        var recordings = await house.House.EventsAsync<RecordingReady>();
        await HoldAsync(house.House, recordings.Single(one => one.AgentId == talk.AgentId), ControlledHouse.AgentTone);
        var own = recordings.Single(one => one.AgentId == taken.AgentId);
        Assert.Equal(answered.AssignmentId, own.AssignmentId);
        Assert.InRange(own.DurationMs, released.TalkMs - 1_000, released.TalkMs + 1_000);
        await HoldAsync(house.House, own, AfterTone);
        Assert.Empty(await house.House.EventsAsync<RecordingNotMade>());
        await house.House.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_page_that_is_loaded_anew_while_its_agent_asks_another_does_not_give_the_caller_away()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var talk = await house.TalkAsync();
        var (taken, other) = await AskAsync(house, talk);
        var back = await ReloadAsync(house.House, talk.AgentId, talk.Agent, other);
        back.SendTone(ControlledHouse.AgentTone);
        Assert.True(await talk.Caller.HearsAsync(ControlledHouse.AgentTone, House.Soon), "the agent who is back");
        Assert.True(await back.HearsAsync(ControlledHouse.CallerTone, House.Soon), "the caller");
        await house.House.NextAsync<AgentReconnected>();
        Assert.Empty(await house.House.EventsAsync<CallTransferred>());
        await ControlledHouse.DoAsync(talk, new { action = "swap" });
        Assert.True(await back.HearsAsync(OtherTone, House.Soon), "the other agent, still there");
        await ControlledHouse.DoAsync(talk, new { action = "complete" });
        Assert.True(await talk.Caller.HearsAsync(OtherTone, House.Soon), "who took over");

        var again = await ReloadAsync(house.House, taken.AgentId, other, talk.Caller);
        again.SendTone(OtherTone);
        Assert.True(await talk.Caller.HearsAsync(OtherTone, House.Soon), "who took over, back from a reload");
        Assert.Equal(taken.AgentId, (await house.House.NextAsync<AgentReconnected>(2)).AgentId);
        await talk.Caller.HangUpAsync();
        await house.House.NextAsync<CallEnded>();
        await house.House.NextAsync<RecordingReady>(2);
        await house.House.NothingIsLeftAsync();
    }

    [Fact]
    public async Task An_agent_whose_colleague_is_gone_with_their_page_is_with_the_caller_again()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var talk = await house.TalkAsync();
        var (taken, other) = await AskAsync(house, talk);
        await BecomeBrowserAsync(house.House, taken.AgentId);
        await house.House.PhoneOf(taken.AgentId).RegisterAsync(TimeSpan.Zero);
        await other.Ended.WaitAsync(House.Soon, House.Cancellation);
        Assert.True(await talk.Caller.HearsAsync(ControlledHouse.AgentTone, House.Soon), "the agent again");
        Assert.Equal("left", (await house.House.NextAsync<ConsultationEnded>()).Reason);
        await talk.Caller.HangUpAsync();
        await house.House.NextAsync<CallEnded>();
        await house.House.NothingIsLeftAsync();
    }

    [Fact]
    public async Task Those_whom_an_agent_leaves_by_a_reload_go_on_in_their_conference()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var talk = await house.TalkAsync();
        var (_, other) = await AskAsync(house, talk);
        await ControlledHouse.DoAsync(talk, new { action = "conference" });
        talk.Agent.SendSilence();
        Assert.True(await talk.Caller.HearsAsync(OtherTone, House.Soon), "the other agent");
        await BecomeBrowserAsync(house.House, talk.AgentId);
        var phone = house.House.PhoneOf(talk.AgentId);
        await phone.RegisterAsync(TimeSpan.Zero);
        await talk.Agent.Ended.WaitAsync(House.Soon, House.Cancellation);
        Assert.True(await talk.Caller.HearsAsync(OtherTone, House.Soon), "the other agent, still");
        Assert.True(await other.HearsAsync(ControlledHouse.CallerTone, House.Soon), "the caller, still");
        await phone.RegisterAsync();
        var back = await phone.NextCallAsync(House.Soon);
        back.SendTone(ControlledHouse.AgentTone);
        other.SendSilence();
        Assert.True(await talk.Caller.HearsAsync(ControlledHouse.AgentTone, House.Soon), "the agent who is back");
        talk.Caller.SendSilence();
        Assert.True(await other.HearsAsync(ControlledHouse.AgentTone, House.Soon), "the agent, at the other");
        await talk.Caller.HangUpAsync();
        await house.House.NextAsync<CallEnded>();
        await house.House.NothingIsLeftAsync();
    }

    /// <summary>The agent of a talk asks another one; both hear each other.</summary>
    private static async Task<(Talk Taken, PhoneCall Other)> AskAsync(ControlledHouse house, Talk talk)
    {
        var (otherId, phone) = await house.House.AddAgentAsync();
        await ControlledHouse.DoAsync(talk, new { action = "consult", agentId = otherId });
        var other = await phone.NextCallAsync(House.Soon);
        other.SendTone(OtherTone);
        Assert.True(await talk.Agent.HearsAsync(OtherTone, House.Soon), "the other agent");
        return (talk with { AgentId = otherId, Agent = other, Client = house.Service.ClientOfAgent(otherId) }, other);
    }

    /// <summary>The phone is gone like a page that is loaded anew, and back; whoever is left hears music.</summary>
    private static async Task<PhoneCall> ReloadAsync(House house, Guid agentId, PhoneCall gone, PhoneCall left)
    {
        await BecomeBrowserAsync(house, agentId);
        var phone = house.PhoneOf(agentId);
        await phone.RegisterAsync(TimeSpan.Zero);
        await gone.Ended.WaitAsync(House.Soon, House.Cancellation);
        Assert.True(await left.HearsSoundAsync(House.Soon), "music");
        await phone.RegisterAsync();
        return await phone.NextCallAsync(House.Soon);
    }

    /// <summary>Without its registration a browser is gone; the account stays as it is.</summary>
    private static async Task BecomeBrowserAsync(House house, Guid agentId)
    {
        await using var connection = await house.Database.OpenConnectionAsync(House.Cancellation);
        await connection.ExecuteAsync("update phone set kind = 'browser' where agent_id = @agentId", new { agentId });
    }

    private static async Task HoldAsync(House house, RecordingReady ready, double agentTone)
    {
        await using var file = await new FolderRecordings(house.RecordingStore)
            .OpenReadAsync(RecordingFile.Wav(ready.RecordingId), House.Cancellation);
        StereoTones.Hold(file, left: ControlledHouse.CallerTone, right: agentTone);
    }
}
