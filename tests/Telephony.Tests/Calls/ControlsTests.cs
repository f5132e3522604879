using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>What agents, supervisors and programs ask of a call.</summary>
public sealed class ControlsTests
{
    private static CallStory Talk() => new CallStory().After(TimeSpan.FromSeconds(7)).Assign().PickUp();

    [Fact]
    public void A_caller_on_hold_hears_music_until_the_call_is_resumed()
    {
        var story = Talk().Ask(ControlActions.Hold);
        Assert.True(story.Music);
        Assert.Equal("done", story.Answered);
        story.After(TimeSpan.FromSeconds(4)).Ask(ControlActions.Resume);
        Assert.False(story.Music);
        Assert.Equal(4_000, story.The<CallResumed>().HeldMs);
        Assert.IsType<JoinLegs>(story.Orders[^1]);
    }

    [Theory]
    [InlineData(ControlActions.Hold)]
    [InlineData(ControlActions.Mute)]
    public void What_is_so_already_is_done_and_not_said_again(string action)
    {
        var story = Talk().Ask(action);
        var (events, orders) = (story.Events.Count, story.Orders.Count);
        story.Ask(action);
        Assert.Equal("done", story.Answered);
        Assert.Equal((events, orders), (story.Events.Count, story.Orders.Count));
    }

    [Theory]
    [InlineData(ControlActions.Resume)]
    [InlineData(ControlActions.Unmute)]
    [InlineData(ControlActions.ResumeRecording)]
    public void What_was_never_begun_is_ended_without_a_word(string action)
    {
        var story = Talk();
        var events = story.Events.Count;
        Assert.Equal("done", story.Ask(action).Answered);
        Assert.Equal(events, story.Events.Count);
    }

    [Fact]
    public void A_held_caller_whose_agent_hangs_up_hears_the_question_and_no_music()
    {
        var story = Talk().Ask(ControlActions.Hold).AgentHangsUp();
        Assert.False(story.Music);
        Assert.Equal(CallPhase.Surveying, story.Call.Phase);
        Assert.Equal(["CallHeld", "CallResumed", "AgentReleased"], story.Said.TakeLast(3));
    }

    [Fact]
    public void Keys_are_sent_and_never_told()
    {
        var story = Talk().Ask(ControlActions.Keys, digits: "4929#");
        Assert.Equal(("caller-leg", "4929#"), (story.Orders.OfType<SendKeys>().Single().Leg,
            story.Orders.OfType<SendKeys>().Single().Keys));
        Assert.Equal(5, story.The<KeysSent>().Count);
        Assert.DoesNotContain("4929", story.Orders[^1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hang_up_ends_the_agents_part_and_the_caller_is_asked()
    {
        var story = Talk().Ask(ControlActions.HangUp);
        Assert.Empty(story.Legs);
        Assert.Equal("agent", story.The<AgentReleased>().ReleasedBy);
        Assert.Equal(CallPhase.Surveying, story.Call.Phase);
    }

    [Fact]
    public void A_ringing_phone_is_silenced_by_a_reject_and_the_call_keeps_its_place()
    {
        var story = new CallStory().Assign().Ask(ControlActions.Reject);
        Assert.Equal("rejected", story.Declined());
        Assert.Equal((CallPhase.Queued, CallStory.Noon), (story.Call.Phase, story.Call.QueuedAt));
        Assert.Equal("not-ringing", Talk().Ask(ControlActions.Reject).Answered);
    }

    [Fact]
    public void A_call_goes_back_to_the_head_of_its_queue_and_its_talk_is_no_wait()
    {
        var story = Talk().After(TimeSpan.FromSeconds(60)).Ask(ControlActions.Return, reason: "wrong-queue");
        Assert.Equal(["CallReturned", "AgentReleased", "CallQueued"], story.Said.TakeLast(3));
        Assert.Equal("wrong-queue", story.The<CallReturned>().Reason);
        var queued = story.Events.OfType<CallQueued>().Last();
        Assert.Equal((CallStory.Noon, 100), (queued.QueuedAt, queued.Priority));
        Assert.True(story.Music);
        story.After(TimeSpan.FromSeconds(5)).Assign().PickUp().AgentHangsUp().Hear(new CallerGone(Lost: false));
        Assert.Equal(2, story.Events.OfType<CallAnswered>().Count());
        var ended = story.The<CallEnded>();
        Assert.Equal((12_000, 60_000, false), (ended.QueuedMs, ended.TalkMs, ended.Abandoned));
    }

    [Fact]
    public void A_recording_is_paused_when_the_switch_says_so_and_until_the_limit()
    {
        var story = Talk().Ask(ControlActions.PauseRecording);
        Assert.Null(story.Answered);
        story.Hear(new RecordingPauseTried(story.Call.Recording!.RecordingId, IsSilent: true));
        Assert.Equal("done", story.Answered);
        Assert.Equal(story.Now + story.Settings.RecordingPauseLimit, story.The<RecordingPaused>().UntilAt);
        story.Expire();
        Assert.Equal("limit", story.The<RecordingResumed>().Reason);
        Assert.IsType<ResumeRecording>(story.Orders[^1]);
        Assert.Null(story.Call.DeadlineAt);
    }

    [Fact]
    public void A_pause_that_the_switch_refuses_is_answered_as_failed()
    {
        var story = Talk().Ask(ControlActions.PauseRecording);
        story.Hear(new RecordingPauseTried(story.Call.Recording!.RecordingId, IsSilent: false));
        Assert.Equal("failed", story.Answered);
        Assert.Empty(story.Events.OfType<RecordingPaused>());
    }

    [Fact]
    public void A_talk_that_ends_in_a_pause_ends_the_pause()
    {
        var waiting = Talk().Ask(ControlActions.PauseRecording).AgentHangsUp();
        Assert.Equal("talk-over", waiting.Answered);
        var story = Talk().Ask(ControlActions.PauseRecording);
        story.Hear(new RecordingPauseTried(story.Call.Recording!.RecordingId, IsSilent: true)).AgentHangsUp();
        Assert.Equal("talk-over", story.The<RecordingResumed>().Reason);
    }

    private static CallStory Collecting()
    {
        var story = Talk().Ask(ControlActions.PauseRecording);
        return story.Hear(new RecordingPauseTried(story.Call.Recording!.RecordingId, IsSilent: true))
            .Ask(ControlActions.Collect, most: 4);
    }

    [Fact]
    public void Digits_that_the_agent_must_not_know_go_to_whoever_wants_them_and_nowhere_else()
    {
        var story = Collecting();
        Assert.True(story.Music);
        Assert.Equal("collecting", Collecting().Ask(ControlActions.ResumeRecording).Answered);
        story.Hear(new KeyPressed('4')).Hear(new KeyPressed('*')).Hear(new KeyPressed('9')).Hear(new KeyPressed('#'));
        var question = Assert.IsType<AskOutside>(story.Orders[^1]);
        Assert.Equal("49", question.Question.Body!["digits"]);
        Assert.DoesNotContain("49", question.ToString(), StringComparison.Ordinal);
        story.Hear(new OutsideAnswered(question.Question.Visit, new Dictionary<string, string>()));
        Assert.Equal(("done", 2), (story.The<KeysCollected>().Outcome, story.The<KeysCollected>().Count));
        Assert.False(story.Music);
        Assert.IsType<JoinLegs>(story.Orders[^1]);
    }

    [Fact]
    public void The_last_digit_sends_them_and_a_refusal_is_told()
    {
        var story = Collecting();
        foreach (var key in "49290")
        {
            story.Hear(new KeyPressed(key));
        }

        var question = Assert.Single(story.Orders.OfType<AskOutside>()).Question;
        Assert.Equal("4929", question.Body!["digits"]);
        Assert.Equal("failed", story.Hear(new OutsideAnswered(question.Visit, Values: null)).Answered);
    }

    [Fact]
    public void Nothing_is_collected_while_the_recording_runs() =>
        Assert.Equal("recording", Talk().Ask(ControlActions.Collect, most: 4).Answered);

    [Fact]
    public void An_entry_ends_with_its_time_its_talk_and_its_owner()
    {
        var late = Collecting().Expire();
        Assert.Equal(("timeout", false), (late.Answered, late.Music));
        Assert.Equal("talk-over", Collecting().AgentHangsUp().Answered);
        Assert.Equal("failed", Collecting().Hear(new Adopted(AdoptedLeg.Up, IsJoined: false)).Answered);
    }

    [Theory]
    [InlineData(false, "not-yours")]
    [InlineData(true, "done")]
    public void An_agent_controls_the_call_that_is_their_own_and_no_other(bool own, string outcome)
    {
        var story = Talk();
        var agentId = own ? story.Call.Assignment!.AgentId : story.NewId();
        Assert.Equal(outcome, story.Ask(ControlActions.Hold, agentId: agentId).Answered);
    }

    [Fact]
    public void A_call_that_nobody_talks_in_is_not_controlled()
    {
        Assert.Equal("not-talking", new CallStory().Ask(ControlActions.Hold).Answered);
        Assert.Equal("not-talking", new CallStory(greeting: "g").Ask(ControlActions.Return, reason: "x").Answered);
        Assert.Equal("ended", Talk().Hear(new CallerGone(Lost: false)).Ask(ControlActions.HangUp).Answered);
    }

    [Fact]
    public void A_new_owner_keeps_the_hold_the_mute_and_the_pause()
    {
        var story = Talk().Ask(ControlActions.Hold).Ask(ControlActions.Mute).Ask(ControlActions.PauseRecording);
        var before = story.Orders.Count;
        story.Hear(new Adopted(AdoptedLeg.Up, IsJoined: false));
        var orders = story.Orders.Skip(before).ToList();
        Assert.Contains(new MusicOn("caller-leg"), orders);
        Assert.Contains(new MuteLeg(story.Call.Assignment!.Leg, Muted: true), orders);
        Assert.Contains(orders, order => order is PauseRecording);
        Assert.DoesNotContain(orders, order => order is JoinLegs or ResumeRecording);
    }
}
