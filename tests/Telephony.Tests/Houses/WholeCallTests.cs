using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>Whole calls over a real Asterisk.</summary>
public sealed class WholeCallTests(Servers servers)
{
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
            (await house.SaidAsync(callId)).Where(name => name is not ("RecordingReady" or "LegMeasured")));
        await house.NothingIsLeftAsync();
        await using var file = await new FolderRecordings(house.RecordingStore)
            .OpenReadAsync(RecordingFile.Wav(ready.RecordingId), House.Cancellation);
        Assert.Equal(ready.Bytes, file.Length);
        StereoTones.Hold(file, left: 1900, right: 1500);
        Assert.Empty(Directory.EnumerateFiles(house.Asterisk.MonitorDirectory));
    }
}
