using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>The caller may hang up at any step: the call ends well.</summary>
public sealed class CallerLeavesTests
{
    private static readonly CallerGone Gone = new(Lost: false);

    [Fact]
    public void In_the_greeting_it_is_no_abandon()
    {
        var ended = new CallStory(greeting: "g").Hear(Gone).The<CallEnded>();
        Assert.Equal(("caller-hung-up", false, (Guid?)null), (ended.Cause, ended.Abandoned, ended.QueueId));
    }

    [Fact]
    public void In_the_queue_it_is_an_abandon()
    {
        var ended = new CallStory().After(TimeSpan.FromSeconds(7)).Hear(Gone).The<CallEnded>();
        Assert.Equal(("caller-hung-up", true, 7_000), (ended.Cause, ended.Abandoned, ended.QueuedMs));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void While_an_agent_rings_or_picks_up_the_agent_is_let_go(bool pickedUp)
    {
        var story = new CallStory().Assign();
        if (pickedUp)
        {
            story.Hear(new AgentLegUp(story.Call.Assignment!.Leg));
        }

        story.Hear(Gone);
        Assert.Equal("caller-gone", story.Declined());
        Assert.True(story.The<CallEnded>().Abandoned);
        Assert.Empty(story.Legs);
        Assert.Empty(story.Talks);
    }

    [Fact]
    public void In_the_talk_the_agent_is_released_before_the_call_ends()
    {
        var story = new CallStory().Assign().PickUp().Hear(Gone);
        Assert.Equal(["AgentReleased", "CallEnded"], story.Said.TakeLast(2));
        Assert.Equal("caller", story.The<AgentReleased>().ReleasedBy);
        Assert.Equal(("caller-hung-up", false), (story.The<CallEnded>().Cause, story.The<CallEnded>().Abandoned));
        Assert.Empty(story.Legs);
        Assert.Empty(story.Recordings);
    }

    [Fact]
    public void In_the_survey_nothing_is_answered()
    {
        var story = new CallStory().Assign().PickUp().AgentHangsUp().Hear(Gone);
        Assert.Empty(story.Events.OfType<SurveyAnswered>());
        Assert.Equal("caller-hung-up", story.The<CallEnded>().Cause);
    }

    [Fact]
    public void With_the_switch_the_call_is_lost_and_not_abandoned()
    {
        var queued = new CallStory().Hear(new CallerGone(Lost: true)).The<CallEnded>();
        Assert.Equal(("lost", false), (queued.Cause, queued.Abandoned));
        var talking = new CallStory().Assign().PickUp().Hear(new CallerGone(Lost: true));
        Assert.Equal("system", talking.The<AgentReleased>().ReleasedBy);
    }
}
