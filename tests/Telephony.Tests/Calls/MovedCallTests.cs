using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Waiting;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>Calls that Routing moves to another queue while they wait.</summary>
public sealed class MovedCallTests
{
    private static readonly Guid _support = new("0190a000-0000-7000-8000-00000000000b");
    private static readonly Guid _backlog = new("0190a000-0000-7000-8000-00000000000c");

    [Fact]
    public void An_abandoned_call_ends_in_the_queue_to_which_it_was_moved_last()
    {
        var story = new CallStory().Hear(new Moved(CallStory.Sales, _support)).Hear(new Moved(_support, _backlog));

        Assert.Equal((CallPhase.Queued, true), (story.Call.Phase, story.Music));
        story.After(TimeSpan.FromSeconds(5)).Hear(new CallerGone(Lost: false));
        Assert.Equal(
            (_backlog, true, 5_000),
            (story.The<CallEnded>().QueueId!.Value, story.The<CallEnded>().Abandoned, story.The<CallEnded>().QueuedMs));
    }

    [Fact]
    public void The_survey_names_the_queue_whose_agent_answered_also_where_the_move_was_never_heard_of()
    {
        var story = new CallStory();
        story.Hear(story.Order() with { QueueId = _support }).PickUp().AgentHangsUp().Hear(new KeyPressed('4'));

        Assert.Equal(_support, story.The<SurveyAnswered>().QueueId);
        story.Hear(new CallerGone(Lost: false));
        Assert.Equal(_support, story.The<CallEnded>().QueueId);
    }

    [Fact]
    public void Who_asks_to_be_called_back_after_a_move_is_called_back_by_the_queue_to_which_they_were_moved()
    {
        var story = new CallStory().After(TimeSpan.FromSeconds(30)).Hear(new DeadlinePassed());
        story.Hear(new PlaceFound(new CallPlace
        {
            QueueId = CallStory.Sales, Position = 3, PositionTold = true, CallbackOffered = true, ChangedAt = story.Now,
        }));
        story.HearOut().Hear(new Moved(CallStory.Sales, _support)).Press("1").Press("1");

        Assert.Equal(_support, story.The<CallbackRequested>().QueueId);
    }

    [Fact]
    public void A_move_out_of_a_queue_in_which_the_call_is_not_changes_nothing()
    {
        var story = new CallStory().Hear(new Moved(_backlog, _support));

        Assert.Equal(CallStory.Sales, story.Call.LastQueueId);
    }

    [Fact]
    public void A_move_that_is_heard_of_when_the_call_waits_no_longer_changes_nothing()
    {
        var talking = new CallStory().Assign().PickUp().Hear(new Moved(CallStory.Sales, _support));
        Assert.Equal(CallStory.Sales, talking.Call.LastQueueId);

        var ended = new CallStory().Hear(new CallerGone(Lost: false)).Hear(new Moved(CallStory.Sales, _support));
        Assert.Equal((CallPhase.Ended, CallStory.Sales), (ended.Call.Phase, ended.Call.LastQueueId!.Value));
        Assert.Equal("CallEnded", ended.Last);
    }

    [Fact]
    public void While_an_agent_is_rung_a_move_is_still_heard_of()
    {
        var story = new CallStory().Assign().Hear(new Moved(CallStory.Sales, _support)).Expire();

        Assert.Equal((CallPhase.Queued, _support), (story.Call.Phase, story.Call.LastQueueId!.Value));
    }
}
