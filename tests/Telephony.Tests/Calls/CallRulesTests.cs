using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

public sealed class CallRulesTests
{
    [Fact]
    public void A_call_without_greeting_is_answered_and_queued_at_once()
    {
        var story = new CallStory();
        Assert.Equal(["CallArrived", "CallQueued"], story.Said);
        Assert.Equal([typeof(AnswerCaller), typeof(MusicOn)], story.Orders.Select(order => order.GetType()));
        Assert.Equal(CallPhase.Queued, story.Call.Phase);
    }

    [Fact]
    public void A_greeting_is_played_in_the_language_of_the_number_before_the_call_is_queued()
    {
        var story = new CallStory(greeting: "callcenter/greeting");
        Assert.Equal(["CallArrived"], story.Said);
        Assert.Equal("zh", story.Orders.OfType<Play>().Single().Language);
        story.Hear(new PromptFinished(story.Call.PromptId!));
        Assert.Equal("CallQueued", story.Last);
        Assert.True(story.Music);
    }

    [Fact]
    public void A_greeting_that_never_ends_is_cut_off()
    {
        var story = new CallStory(greeting: "callcenter/greeting").Expire();
        Assert.Equal(CallPhase.Queued, story.Call.Phase);
        Assert.Contains(story.Orders, order => order is StopPrompt);
    }

    [Fact]
    public void A_whole_call_says_everything_in_order()
    {
        var story = new CallStory().After(TimeSpan.FromSeconds(3)).Assign();
        story.Hear(new AgentLegRinging(story.Call.Assignment!.Leg)).After(TimeSpan.FromSeconds(2)).PickUp();
        story.After(TimeSpan.FromSeconds(10)).AgentHangsUp().Hear(new KeyPressed('1'));
        story.Hear(new PromptFinished(story.Call.PromptId!)).Hear(new CallerGone(Lost: false));
        Assert.Equal(
            [
                "CallArrived", "CallQueued", "AgentRinging", "CallAnswered", "AgentReleased", "SurveyAnswered",
                "CallEnded",
            ],
            story.Said);
        Assert.Equal(("agent", 10_000), (story.The<AgentReleased>().ReleasedBy, story.The<AgentReleased>().TalkMs));
        var ended = story.The<CallEnded>();
        Assert.Equal(("completed", false, 5_000, 10_000, 15_000),
            (ended.Cause, ended.Abandoned, ended.QueuedMs, ended.TalkMs, ended.DurationMs));
        Assert.Equal(1, story.The<SurveyAnswered>().Score);
        Assert.Empty(story.Legs);
        Assert.Empty(story.Recordings);
    }

    [Fact]
    public void An_agent_who_answers_at_once_is_still_said_to_have_been_rung()
    {
        var story = new CallStory().Assign().PickUp();
        Assert.Equal(["AgentRinging", "CallAnswered"], story.Said.Skip(2));
    }

    [Fact]
    public void A_number_that_is_not_recorded_has_no_recording_and_nothing_to_pause()
    {
        var story = new CallStory(recorded: false).Assign().PickUp();
        Assert.Equal("CallAnswered", story.Last);
        Assert.Null(story.Call.Recording);
        story.After(TimeSpan.FromSeconds(10)).AgentHangsUp();
        Assert.DoesNotContain(story.Orders, order => order is StartRecording or StopRecording);
    }

    [Fact]
    public void Music_stops_before_the_legs_are_joined_and_recording_starts_after()
    {
        var story = new CallStory().Assign().PickUp();
        Assert.Equal(
            [typeof(MusicOff), typeof(JoinLegs), typeof(StartRecording)],
            story.Orders.Select(order => order.GetType()).TakeLast(3));
    }

    [Fact]
    public void Without_a_survey_the_caller_is_hung_up_when_the_agent_leaves()
    {
        var story = new CallStory(survey: false).Assign().PickUp().AgentHangsUp();
        Assert.IsType<HangUpCaller>(story.Orders[^1]);
        Assert.Equal("completed", story.Hear(new CallerGone(Lost: false)).The<CallEnded>().Cause);
    }

    [Theory]
    [InlineData("busy")]
    [InlineData("rejected")]
    [InlineData("unreachable")]
    [InlineData("failed")]
    public void A_declined_call_keeps_music_place_and_queue_time(string reason)
    {
        var story = new CallStory().After(TimeSpan.FromSeconds(5)).Assign();
        story.Hear(new AgentLegGone(story.Call.Assignment!.Leg, reason));
        Assert.Equal(reason, story.Declined());
        Assert.Equal((CallPhase.Queued, true, CallStory.Noon), (story.Call.Phase, story.Music, story.Call.QueuedAt));
        Assert.Empty(story.Talks);
    }

    [Fact]
    public void Ringing_ends_at_the_deadline_of_the_order()
    {
        var story = new CallStory().Assign();
        story.After(TimeSpan.FromSeconds(19)).Hear(new DeadlinePassed());
        Assert.Equal(CallPhase.Ringing, story.Call.Phase);
        story.After(TimeSpan.FromSeconds(1)).Hear(new DeadlinePassed());
        Assert.Equal("no-answer", story.Declined());
        Assert.Empty(story.Legs);
    }

    [Fact]
    public void An_answer_after_the_deadline_is_dropped()
    {
        var story = new CallStory().Assign();
        var leg = story.Call.Assignment!.Leg;
        story.Expire().Hear(new AgentLegUp(leg));
        Assert.Equal(new DropLeg(leg), story.Orders[^1]);
        Assert.Equal(CallPhase.Queued, story.Call.Phase);
    }

    [Theory]
    [InlineData("2001", "2001")]
    [InlineData("anonymous", null)]
    [InlineData("<sip:x>;evil", null)]
    [InlineData(null, null)]
    public void Only_digits_of_an_unknown_kind_of_number_are_shown(string? sent, string? shown) =>
        Assert.Equal(shown, CallRules.Shown(sent));

    [Fact]
    public void A_mistaken_deadline_does_not_ring_all_day()
    {
        var story = new CallStory();
        story.Hear(story.Order(ring: TimeSpan.FromDays(1)));
        Assert.Equal(story.Now + story.Settings.RingLimit, story.Call.DeadlineAt);
    }

    [Fact]
    public void Late_and_second_assignments_are_refused_with_their_reason()
    {
        var late = new CallStory();
        late.Hear(late.Order(ring: TimeSpan.Zero));
        Assert.Equal("late", late.Declined());

        var overtaken = new CallStory().Assign().Assign();
        Assert.Equal("late", overtaken.Declined());

        var answered = new CallStory().Assign().PickUp().Assign();
        Assert.Equal("already-answered", answered.Declined());

        var over = new CallStory().Hear(new CallerGone(Lost: false)).Assign();
        Assert.Equal("caller-gone", over.Declined());
    }

    [Fact]
    public void The_same_assignment_twice_changes_nothing()
    {
        var story = new CallStory();
        var order = story.Order();
        story.Hear(order).Hear(order);
        Assert.Single(story.Orders.OfType<RingAgent>());
        Assert.Empty(story.Events.OfType<AssignmentDeclined>());
    }

    [Fact]
    public void A_rescinded_assignment_stops_ringing_without_a_word()
    {
        var story = new CallStory().Assign();
        story.Hear(new Rescinded(story.Call.Assignment!.AssignmentId));
        Assert.Empty(story.Legs);
        Assert.Equal(["CallArrived", "CallQueued"], story.Said);

        var talking = new CallStory().Assign().PickUp();
        talking.Hear(new Rescinded(talking.Call.Assignment!.AssignmentId));
        Assert.Equal(CallPhase.Talking, talking.Call.Phase);
    }

    [Fact]
    public void A_call_that_is_not_routable_hears_why_and_ends()
    {
        var story = new CallStory().Hear(new NotRoutable("closed"));
        Assert.False(story.Music);
        Assert.Equal(story.Settings.ClosedMedia, story.Orders.OfType<Play>().Single().Media);
        story.Hear(new PromptFinished(story.Call.PromptId!)).Hear(new CallerGone(Lost: false));
        Assert.Equal(("not-routable", false), (story.The<CallEnded>().Cause, story.The<CallEnded>().Abandoned));
    }

    [Fact]
    public void Not_routable_while_an_agent_rings_waits_for_that_agent()
    {
        var story = new CallStory().Assign().Hear(new NotRoutable("closed"));
        Assert.Equal(CallPhase.Ringing, story.Call.Phase);
        story.Expire();
        Assert.Equal("no-answer", story.Declined());
        Assert.Equal(CallPhase.Announcing, story.Call.Phase);
    }

    [Fact]
    public void An_unknown_number_is_told_in_the_default_language()
    {
        var story = new CallStory(known: false);
        var play = story.Orders.OfType<Play>().Single();
        Assert.Equal((story.Settings.UnknownNumberMedia, "en"), (play.Media, play.Language));
        story.Hear(new PromptFinished(play.PromptId)).Hear(new CallerGone(Lost: false));
        Assert.Equal(["CallEnded"], story.Said);
        Assert.Equal("unknown-number", story.The<CallEnded>().Cause);
    }

    [Fact]
    public void A_wait_without_end_is_ended()
    {
        var story = new CallStory().WaitOut();
        story.Hear(new PromptFinished(story.Call.PromptId!)).Hear(new CallerGone(Lost: false));
        Assert.Equal("queue-timeout", story.The<CallEnded>().Cause);
    }

    [Fact]
    public void A_hang_up_that_nothing_confirms_is_repeated_and_then_taken_as_done()
    {
        var story = new CallStory(survey: false).Assign().PickUp().AgentHangsUp();
        story.Expire().Expire().Expire();
        Assert.Equal(story.Settings.HangUpTries, story.Orders.OfType<HangUpCaller>().Count());
        Assert.Equal("completed", story.The<CallEnded>().Cause);
    }

    [Fact]
    public void A_recording_that_cannot_start_does_not_stop_the_call()
    {
        var story = new CallStory().Assign().PickUp();
        story.Hear(new RecordingFailed(story.Call.Recording!.RecordingId));
        Assert.True(story.Call.Recording!.Failed);
        Assert.Equal(CallPhase.Talking, story.Call.Phase);
    }

    [Fact]
    public void Legs_that_cannot_be_joined_give_the_call_back_to_its_queue()
    {
        var story = new CallStory().Assign();
        story.Hear(new AgentLegUp(story.Call.Assignment!.Leg)).Hear(new JoinFailed(story.Call.Assignment!.Talk));
        Assert.Equal("failed", story.Declined());
        Assert.True(story.Music);
        Assert.Empty(story.Legs);
    }
}
