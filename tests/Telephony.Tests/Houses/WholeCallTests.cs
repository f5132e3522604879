using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Telephony.Numbers;
using CallCenter.Telephony.Recordings;
using CallCenter.Telephony.Retention;
using CallCenter.Telephony.Waiting;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>Whole calls over a real Asterisk.</summary>
public sealed class WholeCallTests(Servers servers)
{
    [Fact]
    public async Task A_caller_waits_with_music_and_is_answered_when_the_agent_is_there()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync(survey: false, answer: NumberAnswers.AtAgent);
        var (agentId, phone) = await house.AddAgentAsync();
        var caller = house.Call();
        var callId = await house.QueuedAsync();
        await caller.Ringing.WaitAsync(House.Soon, House.Cancellation);
        Assert.True(await caller.HearsSoundAsync(House.Soon), "music");
        Assert.False(caller.Answered.IsCompleted);
        await house.AssignAsync(callId, agentId);
        var agent = await phone.NextCallAsync(House.Soon);
        Assert.True(await caller.Answered.WaitAsync(House.Soon, House.Cancellation));
        await house.NextAsync<CallAnswered>();
        caller.SendTone(1900);
        agent.SendTone(1500);
        Assert.True(await caller.HearsAsync(1500, House.Soon), "the agent");
        Assert.True(await agent.HearsAsync(1900, House.Soon), "the caller");
        await caller.HangUpAsync();
        await house.NextAsync<CallEnded>();
        await house.NextAsync<RecordingReady>();
        await house.NothingIsLeftAsync();
    }

    [Fact]
    public async Task The_phone_that_rings_is_told_which_call_of_which_queue_in_which_language()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync(survey: false, language: "zh");
        await house.HearAsync(new QueueChangedConsumer(), new QueueChanged
        {
            QueueId = house.QueueId,
            Name = "账单\r\nX-CC-Call: evil",
            Open = true,
            ChangedAt = DateTimeOffset.UnixEpoch,
        });
        var (agentId, phone) = await house.AddAgentAsync();
        house.Call();
        var callId = await house.QueuedAsync();
        await house.AssignAsync(callId, agentId);
        var invite = (await phone.NextCallAsync(House.Soon)).Invite!;
        Assert.Equal(callId.ToString(), invite.Header("X-CC-Call"));
        Assert.Equal(house.QueueId.ToString(), invite.Header("X-CC-Queue"));
        Assert.Equal("账单X-CC-Call: evil", Uri.UnescapeDataString(invite.Header("X-CC-Queue-Name")!));
        Assert.Equal("zh", invite.Header("X-CC-Language"));
        Assert.Equal((await house.NextAsync<CallArrived>()).CallerRef, invite.Header("X-CC-Customer"));
    }

    [Fact]
    public async Task A_caller_who_leaves_before_they_are_answered_has_abandoned_the_call()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync(survey: false, answer: NumberAnswers.AtAgent);
        var caller = house.Call();
        await house.QueuedAsync();
        await caller.Ringing.WaitAsync(House.Soon, House.Cancellation);
        await caller.HangUpAsync();
        Assert.True((await house.NextAsync<CallEnded>()).Abandoned);
        Assert.False(await caller.Answered.WaitAsync(House.Soon, House.Cancellation));
        await house.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_call_is_greeted_queued_answered_recorded_asked_and_ended()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync(greeting: "callcenter/greeting");
        var (agentId, phone) = await house.AddAgentAsync();
        var call = house.Call();
        var greeted = call.HearsAsync(House.GreetingTone, House.Soon);
        Assert.True(await call.Answered.WaitAsync(House.Soon, House.Cancellation));
        Assert.True(await greeted, "the greeting");
        var callId = await house.QueuedAsync();
        var assignmentId = await house.AssignAsync(callId, agentId);
        var ringing = await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();
        call.SendTone(1900);
        ringing.SendTone(1500);
        Assert.True(await call.HearsAsync(1500, House.Soon), "the agent");
        Assert.True(await ringing.HearsAsync(1900, House.Soon), "the caller");
        var heard = call.HearsAsync(House.SurveyTone, House.Soon);
        await ringing.HangUpAsync();
        Assert.Equal("agent", (await house.NextAsync<AgentReleased>()).ReleasedBy);
        Assert.True(await heard, "the question");
        await call.PressAsync('1');
        Assert.Equal(1, (await house.NextAsync<SurveyAnswered>()).Score);
        await call.Ended.WaitAsync(House.Soon, House.Cancellation);
        var ended = await house.NextAsync<CallEnded>();
        Assert.Equal(("completed", false, (Guid?)agentId), (ended.Cause, ended.Abandoned, ended.AgentId));
        var ready = await house.NextAsync<RecordingReady>();
        Assert.Equal(assignmentId, ready.AssignmentId);
        Assert.Equal(
            [
                "CallArrived", "CallQueued", "AgentRinging", "CallAnswered", "AgentReleased", "SurveyAnswered",
                "CallEnded",
            ],
            (await house.SaidAsync(callId)).Where(name => name != "RecordingReady"));
        await house.NothingIsLeftAsync();
        await using var file = await new FolderRecordings(house.RecordingStore)
            .OpenReadAsync(RecordingFile.Wav(ready.RecordingId), House.Cancellation);
        Assert.Equal(ready.Bytes, file.Length);
        StereoTones.Hold(file, left: 1900, right: 1500);
        Assert.Empty(Directory.EnumerateFiles(house.Asterisk.MonitorDirectory));
    }

    [Fact]
    public async Task What_was_recorded_is_seen_held_and_at_last_deleted_on_the_customer_s_order()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync(survey: false);
        var (agentId, phone) = await house.AddAgentAsync();
        var call = house.Call();
        await house.AssignAsync(await house.QueuedAsync(), agentId);
        var atAgent = await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();
        atAgent.SendTone(1500);
        Assert.True(await call.HearsAsync(1500, House.Soon), "the agent");
        await atAgent.HangUpAsync();
        var ready = await house.NextAsync<RecordingReady>();
        var wav = RecordingFile.Wav(ready.RecordingId);
        var store = new FolderRecordings(house.RecordingStore);
        await using var connection = await house.Database.OpenConnectionAsync(House.Cancellation);
        var peaks = await RecordingCopyStore.PeaksAsync(connection, ready.RecordingId, House.Cancellation);
        Assert.True(peaks![..(peaks.Length / 2)].Max() < 10, "the caller is silent");
        Assert.True(peaks[(peaks.Length / 2)..].Max() > 20, "the agent is loud");

        await OrderAsync(house, (await house.NextAsync<CallArrived>()).CallerRef!);
        await HoldAsync(house, ready.RecordingId);
        await house.DeleteDueAsync();
        Assert.Equal(ready.Bytes, await store.LengthAsync(wav, House.Cancellation));
        await house.ExecuteAsync("update recording_hold set lifted_at = now(), lifted_by = 'x', lift_reason = 'x'");
        await house.DeleteDueAsync();
        Assert.Null(await store.LengthAsync(wav, House.Cancellation));
        var deleted = await house.NextAsync<RecordingDeleted>();
        Assert.Equal((ready.RecordingId, "customer"), (deleted.RecordingId, deleted.Reason));
        Assert.Equal(ready.Sha256, deleted.Sha256);
    }

    private static async Task OrderAsync(House house, string callerRef)
    {
        await using var work = await house.Transactions.BeginAsync(House.Cancellation);
        var now = TimeProvider.System.GetUtcNow();
        await DeletionOrderStore.AddAsync(
            work.Transaction,
            new DeletionOrder
            {
                OrderId = Guid.CreateVersion7(),
                CallerRef = callerRef,
                Reason = "asked",
                OrderedBy = "x",
                OrderedAt = now,
            },
            House.Cancellation);
        await work.CommitAsync(House.Cancellation);
    }

    private static async Task HoldAsync(House house, Guid recordingId)
    {
        await using var work = await house.Transactions.BeginAsync(House.Cancellation);
        var now = TimeProvider.System.GetUtcNow();
        Assert.True(await HoldStore.SetAsync(work.Transaction, recordingId, "case", "x", now, House.Cancellation));
        await work.CommitAsync(House.Cancellation);
    }
}
