using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>Which sides of a talk are recorded, and what a switch that does not obey is told.</summary>
public sealed class RecordedSidesTests
{
    [Fact]
    public void On_hold_the_caller_alone_is_recorded_and_both_again_afterwards()
    {
        var story = new CallStory().Assign().PickUp().Ask(ControlActions.Hold);
        Assert.True(story.Orders.OfType<ResumeRecording>().Last().CallerOnly);
        var silenced = story.Orders.FindIndex(order => order is ResumeRecording);
        Assert.True(silenced < story.Orders.FindLastIndex(order => order is MusicOn), "music before the silence");
        story.Ask(ControlActions.Resume);
        Assert.False(story.Orders.OfType<ResumeRecording>().Last().CallerOnly);
    }

    [Fact]
    public void A_hold_in_a_pause_records_nothing_and_after_the_pause_the_caller_alone()
    {
        var story = new CallStory().Assign().PickUp().Ask(ControlActions.PauseRecording);
        story.Hear(new RecordingPauseTried(story.Call.Recording!.RecordingId, IsSilent: true)).Ask(ControlActions.Hold);
        Assert.Empty(story.Orders.OfType<ResumeRecording>());
        story.Ask(ControlActions.ResumeRecording);
        Assert.True(story.Orders.OfType<ResumeRecording>().Single().CallerOnly);
    }

    [Fact]
    public void A_switch_that_does_not_resume_is_told_again_each_second_until_it_does()
    {
        var story = new CallStory().Assign().PickUp().Ask(ControlActions.PauseRecording);
        var recordingId = story.Call.Recording!.RecordingId;
        story.Hear(new RecordingPauseTried(recordingId, IsSilent: true)).Ask(ControlActions.ResumeRecording);
        for (var time = 2; time < 5; time++)
        {
            var before = story.Now;
            story.Hear(new RecordingResumeTried(recordingId, IsDone: false)).Expire();
            Assert.Equal(TimeSpan.FromSeconds(1), story.Now - before);
            Assert.Equal(time, story.Orders.OfType<ResumeRecording>().Count());
        }

        story.Hear(new RecordingResumeTried(recordingId, IsDone: true));
        Assert.Null(story.Call.DeadlineAt);
    }

    [Fact]
    public void A_refusal_that_comes_after_the_next_pause_or_the_end_changes_nothing()
    {
        var story = new CallStory().Assign().PickUp().Ask(ControlActions.PauseRecording);
        var recordingId = story.Call.Recording!.RecordingId;
        story.Hear(new RecordingPauseTried(recordingId, IsSilent: true));
        var paused = story.Call;
        Assert.Equal(paused, story.Hear(new RecordingResumeTried(recordingId, IsDone: false)).Call);
        story.AgentHangsUp();
        var over = story.Call;
        Assert.Equal(over, story.Hear(new RecordingResumeTried(recordingId, IsDone: false)).Call);
    }
}
