using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Telephony.Tests.Houses;
using Xunit;

namespace CallCenter.Telephony.Tests.Controls;

/// <summary>Card data is not recorded.</summary>
public sealed class RecordingPauseTests(Servers servers)
{
    private const double CardTone = 1100;

    [Fact]
    public async Task What_is_said_in_a_pause_is_silence_in_a_file_as_long_as_the_talk()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var talk = await house.TalkAsync();
        await ControlledHouse.DoAsync(talk, new { action = "pause-recording" });
        talk.Caller.SendTone(CardTone);
        Assert.True(await talk.Agent.HearsAsync(CardTone, House.Soon), "the card, at the agent");
        talk.Caller.SendTone(ControlledHouse.CallerTone);
        Assert.True(await talk.Agent.HearsAsync(ControlledHouse.CallerTone, House.Soon), "the caller in the pause");
        await ControlledHouse.DoAsync(talk, new { action = "resume-recording" });
        talk.Agent.SendTone(1700);
        Assert.True(await talk.Caller.HearsAsync(1700, House.Soon), "the agent after the pause");
        await ControlledHouse.DoAsync(talk, new { action = "hang-up" });
        var ready = await house.House.NextAsync<RecordingReady>();
        var paused = (await house.House.NextAsync<RecordingResumed>()).PausedMs;
        var talked = (await house.House.NextAsync<AgentReleased>()).TalkMs;
        await using var file = await new FolderRecordings(house.House.RecordingStore)
            .OpenReadAsync(RecordingFile.Wav(ready.RecordingId), House.Cancellation);
        StereoTones.Hold(file, left: ControlledHouse.CallerTone, right: 1700);
        StereoTones.HoldsNot(file, CardTone);
        // The recording begins and ends by commands beside the talk: on a busy machine each may be late.
        Assert.InRange(ready.DurationMs, talked - 1_000, talked + 1_000);
        Assert.InRange(StereoTones.LongestSilenceMs(file), paused - 1_000, paused + 1_000);
        Assert.True(paused > 200, $"a pause of {paused} ms");
    }

    [Fact]
    public async Task On_hold_the_agents_side_is_silent_the_callers_is_not_and_the_time_line_is_kept()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var talk = await house.TalkAsync();
        await ControlledHouse.DoAsync(talk, new { action = "hold" });
        Assert.True(await talk.Caller.HearsSoundAsync(House.Soon), "music");
        await ControlledHouse.NoLongerHearsAsync(talk.Caller, ControlledHouse.AgentTone);
        await ControlledHouse.DoAsync(talk, new { action = "resume" });
        Assert.True(await talk.Caller.HearsAsync(ControlledHouse.AgentTone, House.Soon), "the agent again");
        await ControlledHouse.DoAsync(talk, new { action = "hang-up" });
        var ready = await house.House.NextAsync<RecordingReady>();
        var held = (await house.House.NextAsync<CallResumed>()).HeldMs;
        var talked = (await house.House.NextAsync<AgentReleased>()).TalkMs;
        await using var file = await new FolderRecordings(house.House.RecordingStore)
            .OpenReadAsync(RecordingFile.Wav(ready.RecordingId), House.Cancellation);
        StereoTones.Hold(file, left: ControlledHouse.CallerTone, right: ControlledHouse.AgentTone);
        Assert.InRange(ready.DurationMs, talked - 1_000, talked + 1_000);
        var (left, right) = StereoTones.LongestSilencesMs(file);
        Assert.InRange(right, held - 1_000, held + 1_000);
        Assert.True(left < 1_000, $"{left} ms of silence of the caller");
        Assert.True(held > 1_500, $"a hold of {held} ms");
    }

    [Fact]
    public async Task A_forgotten_pause_ends_by_itself()
    {
        await using var house = await ControlledHouse.StartAsync(
            servers, options => options.RecordingPauseLimit = TimeSpan.FromSeconds(1));
        var talk = await house.TalkAsync();
        await ControlledHouse.DoAsync(talk, new { action = "pause-recording" });
        Assert.Equal("limit", (await house.House.NextAsync<RecordingResumed>()).Reason);
        talk.Agent.SendTone(1700);
        Assert.True(await talk.Caller.HearsAsync(1700, House.Soon), "the agent after the pause");
        await ControlledHouse.DoAsync(talk, new { action = "hang-up" });
        var ready = await house.House.NextAsync<RecordingReady>();
        await using var file = await new FolderRecordings(house.House.RecordingStore)
            .OpenReadAsync(RecordingFile.Wav(ready.RecordingId), House.Cancellation);
        StereoTones.Hold(file, left: ControlledHouse.CallerTone, right: 1700);
    }
}
