using System.Net;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Local.Phones;
using CallCenter.Telephony.Tests.Houses;
using CallCenter.Telephony.Tests.Supervising;
using Xunit;

namespace CallCenter.Telephony.Tests.Controls;

/// <summary>Supervisors on a real Asterisk, proved by tones.</summary>
public sealed class SupervisionTests(Servers servers)
{
    private const double SupervisorTone = 1100;

    [Fact]
    public async Task A_supervisor_monitors_whispers_and_barges_and_whispers_are_not_recorded()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var talk = await house.TalkAsync();
        var (supervisorId, phone) = await house.House.AddAgentAsync();
        using var supervisor = house.Service.ClientOf(supervisorId, Roles.Supervisor);
        await SuperviseAsync(supervisor, talk, "monitor");
        var leg = await phone.NextCallAsync(House.Soon);
        leg.SendTone(SupervisorTone);
        Assert.True(await leg.HearsSoundAsync(House.Soon), "the talk");
        talk.Agent.SendSilence();
        Assert.True(await leg.HearsAsync(ControlledHouse.CallerTone, House.Soon), "the caller");
        talk.Caller.SendSilence();
        talk.Agent.SendTone(ControlledHouse.AgentTone);
        Assert.True(await leg.HearsAsync(ControlledHouse.AgentTone, House.Soon), "the agent");
        Assert.False(await talk.Agent.HearsAsync(SupervisorTone, TimeSpan.FromSeconds(1)), "a monitor at the agent");

        // Agent and caller are silent, so that what the others hear is the supervisor alone.
        talk.Agent.SendSilence();
        await SuperviseAsync(supervisor, talk, "whisper");
        Assert.True(await talk.Agent.HearsAsync(SupervisorTone, House.Soon), "the whisper");
        Assert.False(await talk.Caller.HearsAsync(SupervisorTone, TimeSpan.FromSeconds(1)), "a whisper at the caller");
        await SuperviseAsync(supervisor, talk, "monitor");
        await ControlledHouse.NoLongerHearsAsync(talk.Agent, SupervisorTone);

        await ControlledHouse.DoAsync(talk, new { action = "hang-up" });
        await leg.Ended.WaitAsync(House.Soon, House.Cancellation);
        var ready = await house.House.NextAsync<RecordingReady>();
        await using var file = await new FolderRecordings(house.House.RecordingStore)
            .OpenReadAsync(RecordingFile.Wav(ready.RecordingId), House.Cancellation);
        StereoTones.Hold(file, left: ControlledHouse.CallerTone, right: ControlledHouse.AgentTone);
        StereoTones.HoldsNot(file, SupervisorTone);
        Assert.Equal("talk-over", (await house.House.NextAsync<SupervisionEnded>()).Reason);
        Assert.Equal(2, (await house.House.EventsAsync<SupervisionChanged>()).Count);
        Assert.Equal(supervisorId, (await house.House.NextAsync<SupervisionStarted>()).SupervisorId);
        Assert.Single(await house.House.EventsAsync<CallAnswered>());

        var entry = Assert.Single(await SupervisionAuditTests.ListAsync(supervisor, $"callId={talk.CallId}"));
        Assert.Equal(
            (supervisorId, "talk-over"), (entry.SupervisorId, entry.Reason));
        Assert.Equal(
            [("monitor", talk.AgentId), ("whisper", talk.AgentId), ("monitor", talk.AgentId)],
            entry.Modes.Select(mode => (mode.Mode, mode.AgentId)));
        Assert.InRange(
            entry.ListenedMs!.Value - (await house.House.NextAsync<SupervisionEnded>()).ListenedMs, -2, 2);
        await house.House.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_supervisor_who_barges_in_is_heard_by_both_until_asked_to_leave()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var talk = await house.TalkAsync();
        var (supervisorId, phone) = await house.House.AddAgentAsync();
        using var supervisor = house.Service.ClientOf(supervisorId, Roles.Supervisor);
        talk.Caller.SendSilence();
        talk.Agent.SendSilence();
        await SuperviseAsync(supervisor, talk, "barge");
        var leg = await phone.NextCallAsync(House.Soon);
        leg.SendTone(SupervisorTone);
        Assert.True(await talk.Agent.HearsAsync(SupervisorTone, House.Soon), "the supervisor at the agent");
        Assert.True(await talk.Caller.HearsAsync(SupervisorTone, House.Soon), "the supervisor at the caller");
        Assert.Equal(
            (HttpStatusCode.OK, "done"),
            await ControlledHouse.AskAsync(supervisor, talk.CallId, new { action = "unsupervise" }));
        await leg.Ended.WaitAsync(House.Soon, House.Cancellation);
        talk.Agent.SendTone(ControlledHouse.AgentTone);
        Assert.True(await talk.Caller.HearsAsync(ControlledHouse.AgentTone, House.Soon), "the agent still");
        Assert.Equal(
            (HttpStatusCode.Conflict, "yourself"),
            await ControlledHouse.AskAsync(
                house.Service.ClientOf(talk.AgentId, Roles.Supervisor), talk.CallId,
                new { action = "supervise", mode = "barge" }));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await ControlledHouse.AskAsync(talk.Client, talk.CallId, new { action = "supervise", mode = "barge" }))
                .Status);
        await talk.Caller.HangUpAsync();
        await house.House.NextAsync<CallEnded>();
        await house.House.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_supervisor_follows_the_caller_to_the_next_agent_and_to_a_number()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var talk = await house.TalkAsync();
        var (supervisorId, phone) = await house.House.AddAgentAsync();
        using var supervisor = house.Service.ClientOf(supervisorId, Roles.Supervisor);
        await SuperviseAsync(supervisor, talk, "monitor");
        var leg = await phone.NextCallAsync(House.Soon);
        talk.Caller.SendSilence();
        Assert.True(await leg.HearsAsync(ControlledHouse.AgentTone, House.Soon), "the first agent");
        var (nextId, nextPhone) = await house.House.AddAgentAsync();
        await ControlledHouse.DoAsync(talk, new { action = "transfer", queueId = house.House.QueueId });
        await house.House.NextAsync<CallQueued>(2);
        await house.House.AssignAsync(talk.CallId, nextId);
        var next = await nextPhone.NextCallAsync(House.Soon);
        next.SendTone(1700);
        Assert.True(await leg.HearsAsync(1700, House.Soon), "the next agent");
        Assert.Equal(nextId, (await house.House.NextAsync<SupervisionChanged>()).AgentId);
        leg.SendTone(SupervisorTone);
        next.SendSilence();
        await SuperviseAsync(supervisor, talk, "whisper");
        Assert.True(await next.HearsAsync(SupervisorTone, House.Soon), "the whisper at the next agent");
        Assert.False(await talk.Caller.HearsAsync(SupervisorTone, TimeSpan.FromSeconds(1)), "a whisper at the caller");
        using var nextClient = house.Service.ClientOfAgent(nextId);
        var outside = house.House.CustomerPhone(_ => InviteReply.Answer());
        Assert.Equal(
            (HttpStatusCode.OK, "done"),
            await ControlledHouse.AskAsync(
                nextClient, talk.CallId, new { action = "transfer", number = House.Caller }));
        var third = await outside.NextCallAsync(House.Soon);
        third.SendTone(1300);
        Assert.True(await leg.HearsAsync(1300, House.Soon), "the number");
        await third.HangUpAsync();
        await leg.Ended.WaitAsync(House.Soon, House.Cancellation);
        Assert.Equal("talk-over", (await house.House.NextAsync<SupervisionEnded>()).Reason);
        await house.House.NextAsync<CallEnded>();
        await house.House.NothingIsLeftAsync();
    }

    private static async Task SuperviseAsync(HttpClient client, Talk talk, string mode) => Assert.Equal(
        (HttpStatusCode.OK, "done"),
        await ControlledHouse.AskAsync(client, talk.CallId, new { action = "supervise", mode }));
}
