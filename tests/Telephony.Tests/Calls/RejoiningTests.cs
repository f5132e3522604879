using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>A switch that does not put caller and agent together again.</summary>
public sealed class RejoiningTests
{
    private static CallStory Talk() => new CallStory().After(TimeSpan.FromSeconds(7)).Assign().PickUp();

    private static CallStory Resuming()
    {
        var story = Talk().Ask(ControlActions.Hold);
        story.Obeys = false;
        return story.Ask(ControlActions.Resume);
    }

    private static JoinFailed Missed(CallStory story) => new(story.Call.Assignment!.Talk);

    private static int Joins(CallStory story) => story.Orders.OfType<JoinLegs>().Count();

    [Fact]
    public void A_resume_is_done_when_both_are_together()
    {
        var story = Resuming();
        Assert.Null(story.Answered);
        Assert.Equal("under-way", story.Ask(ControlActions.Hold).Answered);
        story = Resuming().Hear(new Joined("another"));
        Assert.Null(story.Answered);
        story.Hear(new Joined(story.Call.Assignment!.Talk));
        Assert.Equal(("done", (DateTimeOffset?)null), (story.Answered, story.Call.DeadlineAt));
    }

    [Fact]
    public void A_caller_who_is_not_joined_hears_music_until_they_are()
    {
        var story = Resuming();
        var joins = Joins(story);
        story.Hear(Missed(story));
        Assert.Equal((true, CallPhase.Talking, joins), (story.Music, story.Call.Phase, Joins(story)));
        story.Expire();
        Assert.Equal((false, joins + 1), (story.Music, Joins(story)));
        story.Hear(new Joined(story.Call.Assignment!.Talk));
        Assert.Equal(("done", false, (Rejoin?)null), (story.Answered, story.Music, story.Call.Assignment!.Rejoin));
    }

    [Fact]
    public void After_some_failures_the_caller_waits_at_the_head_of_the_queue_for_another_agent()
    {
        var story = Resuming();
        for (var i = 0; i < 2; i++)
        {
            story.Hear(Missed(story)).Expire();
        }

        // The switch says nothing at all.
        story.Expire();
        Assert.Equal((CallPhase.Queued, true, "talk-over"), (story.Call.Phase, story.Music, story.Answered));
        Assert.Equal("failed", story.The<CallReturned>().Reason);
        Assert.Equal(CallStory.Noon, story.Events.OfType<CallQueued>().Last().QueuedAt);
        Assert.Empty(story.Legs);
        Assert.Empty(story.Talks);
    }

    [Theory]
    [InlineData(ControlActions.Cancel)]
    [InlineData(ControlActions.Swap)]
    public void Whoever_comes_back_from_a_third_party_is_joined_or_the_caller_hears_music(string action)
    {
        var story = Talk().Ask(ControlActions.Consult, target: Guid.CreateVersion7());
        story.Hear(new AgentLegUp(story.Call.Third!.Leg)).Hear(new Joined(story.Call.Third!.Talk));
        story.Obeys = false;
        story.Ask(action);
        Assert.False(story.Music);
        story.Hear(Missed(story));
        Assert.True(story.Music);
    }

    [Fact]
    public void A_new_owner_whose_join_fails_leaves_nobody_in_silence()
    {
        var story = Talk();
        story.Obeys = false;
        story.Hear(new Adopted(AdoptedLeg.Up, IsJoined: false)).Hear(Missed(story));
        Assert.True(story.Music);
    }

    [Fact]
    public void A_talk_that_was_found_broken_is_mended_and_one_on_hold_is_not()
    {
        var story = Talk();
        var joins = Joins(story);
        story.Hear(new TalkBroken(story.Call.Assignment!.Talk));
        Assert.Equal(joins + 1, Joins(story));
        story.Ask(ControlActions.Hold).Hear(new TalkBroken(story.Call.Assignment!.Talk));
        Assert.Equal(joins + 1, Joins(story));
    }

    [Fact]
    public void While_the_caller_hears_music_the_agents_side_of_the_recording_is_silent()
    {
        var story = Resuming();
        story.Hear(Missed(story));
        Assert.True(Assert.IsType<ResumeRecording>(story.Orders[^1]).CallerOnly);
        story.Expire();
        Assert.False(Assert.IsType<ResumeRecording>(story.Orders[^1]).CallerOnly);
    }
}
