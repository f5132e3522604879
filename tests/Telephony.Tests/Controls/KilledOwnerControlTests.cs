using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Local.Ports;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using CallCenter.Telephony.Tests.Houses;
using Xunit;

namespace CallCenter.Telephony.Tests.Controls;

/// <summary>The owner of a node is killed while something that was asked of a call is under way.</summary>
[Collection(OwnershipTests.Name)]
public sealed class KilledOwnerControlTests(Servers servers)
{
    [Fact]
    public async Task A_search_for_an_agent_of_a_queue_outlives_its_owner()
    {
        using var first = FreePorts.Take();
        using var second = FreePorts.Take();
        await using var house = await House.StartForProcessesAsync(servers);
        await house.AddNumberAsync(survey: false);
        await using var owner = await house.StartProcessAsync("first", first.Table);
        await House.UntilAsync(() => KilledOwnerTests.IsConnectedAsync(owner), "an owner");
        await using var other = await house.StartProcessAsync("second", second.Table);
        var (agentId, phone) = await house.AddAgentAsync();
        var (foundId, foundPhone) = await house.AddAgentAsync();
        var caller = house.Call();
        var callId = await house.QueuedAsync();
        await house.AssignAsync(callId, agentId);
        var agent = await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();
        caller.SendTone(1900);
        var asked = DoAsync(house, callId, new CallControl
        {
            ControlId = Guid.CreateVersion7(), Action = ControlActions.Consult, QueueId = Guid.CreateVersion7(),
        });
        var queued = await house.NextAsync<ConsultationQueued>();

        await owner.KillAsync();
        var assignmentId = await house.AssignAsync(queued.ConsultationId, foundId);
        await House.UntilAsync(() => KilledOwnerTests.IsConnectedAsync(other), "the other as owner");
        var found = await foundPhone.NextCallAsync(House.Soon);
        found.SendTone(1700);
        Assert.True(await agent.HearsAsync(1700, House.Soon), "who was found");
        Assert.True(await caller.HearsSoundAsync(House.Soon), "music, still");
        Assert.Equal(assignmentId, (await house.NextAsync<ConsultationStarted>()).AssignmentId);
        await asked;
        await DoAsync(house, callId, new CallControl
        {
            ControlId = Guid.CreateVersion7(), Action = ControlActions.Complete,
        });
        Assert.True(await caller.HearsAsync(1700, House.Soon), "who took over");
        await caller.HangUpAsync();
        await house.NextAsync<CallEnded>();
    }

    [Fact]
    public async Task A_consultation_a_supervisor_and_a_paused_recording_outlive_their_owner()
    {
        using var first = FreePorts.Take();
        using var second = FreePorts.Take();
        await using var house = await House.StartForProcessesAsync(servers);
        await house.AddNumberAsync(survey: false);
        await using var owner = await house.StartProcessAsync("first", first.Table);
        await House.UntilAsync(() => KilledOwnerTests.IsConnectedAsync(owner), "an owner");
        await using var other = await house.StartProcessAsync("second", second.Table);
        var (agentId, phone) = await house.AddAgentAsync();
        var (askedId, askedPhone) = await house.AddAgentAsync();
        var (supervisorId, supervisorPhone) = await house.AddAgentAsync();
        var caller = house.Call();
        var callId = await house.QueuedAsync();
        await house.AssignAsync(callId, agentId);
        var agent = await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();
        caller.SendTone(1900);
        agent.SendTone(1500);
        await DoAsync(house, callId, new CallControl
        {
            ControlId = Guid.CreateVersion7(), Action = ControlActions.PauseRecording,
        });
        await DoAsync(house, callId, new CallControl
        {
            ControlId = Guid.CreateVersion7(),
            Action = ControlActions.Supervise,
            TargetAgentId = supervisorId,
            Mode = SupervisionModes.Monitor,
        });
        var supervisor = await supervisorPhone.NextCallAsync(House.Soon);
        await DoAsync(house, callId, new CallControl
        {
            ControlId = Guid.CreateVersion7(), Action = ControlActions.Consult, TargetAgentId = askedId,
        });
        var asked = await askedPhone.NextCallAsync(House.Soon);
        asked.SendTone(1700);
        Assert.True(await agent.HearsAsync(1700, House.Soon), "the one who is asked");

        await owner.KillAsync();
        await House.UntilAsync(() => KilledOwnerTests.IsConnectedAsync(other), "the other as owner");
        Assert.True(await agent.HearsAsync(1700, House.Soon), "the one who is asked, still");
        Assert.True(await caller.HearsSoundAsync(House.Soon), "music, still");
        Assert.True(await supervisor.HearsSoundAsync(House.Soon), "the consultation, at the supervisor");
        await DoAsync(house, callId, new CallControl
        {
            ControlId = Guid.CreateVersion7(), Action = ControlActions.Complete,
        });
        await agent.Ended.WaitAsync(House.Soon, House.Cancellation);
        Assert.Equal(askedId, (await house.NextAsync<SupervisionChanged>()).AgentId);
        asked.SendSilence();
        Assert.True(await supervisor.HearsAsync(1900, House.Soon), "the caller, at the supervisor who follows");
        asked.SendTone(1700);
        Assert.True(await caller.HearsAsync(1700, House.Soon), "the one who took over");
        Assert.True(await asked.HearsAsync(1900, House.Soon), "the caller");
        await caller.HangUpAsync();
        await supervisor.Ended.WaitAsync(House.Soon, House.Cancellation);
        Assert.Equal("talk-over", (await house.NextAsync<SupervisionEnded>()).Reason);
        await house.NextAsync<CallEnded>();
        Assert.Equal("talk-over", (await house.NextAsync<RecordingResumed>()).Reason);
        Assert.Equal("agent", (await house.NextAsync<CallTransferred>()).Kind);
        await house.NextAsync<RecordingReady>(2);
        await house.NothingIsLeftAsync();
    }

    [Fact]
    public async Task An_agent_who_has_taken_a_caller_over_keeps_the_call_its_control_and_its_recording()
    {
        using var first = FreePorts.Take();
        using var second = FreePorts.Take();
        await using var house = await House.StartForProcessesAsync(servers);
        await house.AddNumberAsync(survey: false);
        await using var owner = await house.StartProcessAsync("first", first.Table);
        await House.UntilAsync(() => KilledOwnerTests.IsConnectedAsync(owner), "an owner");
        await using var other = await house.StartProcessAsync("second", second.Table);
        var (agentId, phone) = await house.AddAgentAsync();
        var (askedId, askedPhone) = await house.AddAgentAsync();
        var caller = house.Call();
        var callId = await house.QueuedAsync();
        await house.AssignAsync(callId, agentId);
        var agent = await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();
        caller.SendTone(1900);
        agent.SendTone(1500);
        await DoAsync(house, callId, new CallControl
        {
            ControlId = Guid.CreateVersion7(), Action = ControlActions.Consult, TargetAgentId = askedId,
        });
        var asked = await askedPhone.NextCallAsync(House.Soon);
        asked.SendTone(1700);
        await DoAsync(house, callId, new CallControl
        {
            ControlId = Guid.CreateVersion7(), Action = ControlActions.Complete,
        });
        Assert.Equal(askedId, (await house.NextAsync<CallAnswered>(2)).AgentId);
        Assert.True(await caller.HearsAsync(1700, House.Soon), "the one who took over");

        await owner.KillAsync();
        await House.UntilAsync(() => KilledOwnerTests.IsConnectedAsync(other), "the other as owner");
        Assert.True(await caller.HearsAsync(1700, House.Soon), "the one who took over, still");
        await DoAsync(house, callId, Of(askedId, ControlActions.Hold));
        Assert.True(await caller.HearsSoundAsync(House.Soon), "music");
        await DoAsync(house, callId, Of(askedId, ControlActions.Resume));
        Assert.True(await asked.HearsAsync(1900, House.Soon), "the caller");
        await DoAsync(house, callId, Of(askedId, ControlActions.HangUp));
        await caller.Ended.WaitAsync(House.Soon, House.Cancellation);
        var released = await house.NextAsync<AgentReleased>(2);
        Assert.Equal(askedId, released.AgentId);
        await house.NextAsync<RecordingReady>(2);
        var own = (await house.EventsAsync<RecordingReady>()).Single(ready => ready.AgentId == askedId);
        Assert.InRange(own.DurationMs, released.TalkMs - 1_000, released.TalkMs + 1_000);
        await house.NothingIsLeftAsync();
    }

    private static CallControl Of(Guid agentId, string action) => new()
    {
        ControlId = Guid.CreateVersion7(), Action = action, AgentId = agentId,
    };

    /// <summary>Stored as by HTTP, for whichever process owns the call.</summary>
    private static async Task DoAsync(House house, Guid callId, CallControl control)
    {
        var recording = new CallOrderRecording(house.Replica.Switchboard, house.Replica.Notices, TimeProvider.System);
        await using (var work = await house.Transactions.BeginAsync(House.Cancellation))
        {
            await recording.RecordAsync(work, callId, new Controlled(control), House.Cancellation);
            await work.CommitAsync(House.Cancellation);
        }

        string? outcome = null;
        await House.UntilAsync(
            async () =>
            {
                await using var connection = await house.Database.OpenConnectionAsync(House.Cancellation);
                outcome = (await ControlStore.FindAsync(connection, control.ControlId, House.Cancellation))!.Outcome;
                return outcome is not null;
            },
            control.Action);
        Assert.Equal("done", outcome);
    }
}
