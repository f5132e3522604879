using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>The agent's ringing phone is answered on command.</summary>
public sealed class AskedToAnswerTests
{
    private static CallStory Ringing()
    {
        var story = new CallStory().Assign();
        return story.Hear(new AgentLegRinging(story.Call.Assignment!.Leg));
    }

    private static int Asks(CallStory story) => story.Orders.OfType<AskToAnswer>().Count();

    [Fact]
    public void A_phone_that_rings_is_asked_and_the_answer_is_done_when_it_has_picked_up()
    {
        var story = Ringing().Ask(ControlActions.Answer);
        Assert.Equal((1, null), (Asks(story), story.Answered));
        story.Hear(new AgentLegUp(story.Call.Assignment!.Leg));
        Assert.Equal(("done", CallPhase.Connecting), (story.Answered, story.Call.Phase));
        story.Hear(new Joined(story.Call.Assignment!.Talk));
        Assert.Equal("done", story.Ask(ControlActions.Answer).Answered);
        Assert.Equal(1, Asks(story));
    }

    [Fact]
    public void A_phone_that_does_not_ring_yet_is_asked_as_soon_as_it_does_and_once()
    {
        var story = new CallStory().Assign().Ask(ControlActions.Answer);
        Assert.Equal((0, null), (Asks(story), story.Answered));
        var leg = story.Call.Assignment!.Leg;
        story.Hear(new AgentLegRinging(leg)).Hear(new AgentLegRinging(leg));
        Assert.Equal((1, "under-way"), (Asks(story), story.Ask(ControlActions.Answer).Answered));
    }

    [Theory]
    [InlineData("no-answer")]
    [InlineData("rejected")]
    [InlineData("caller-gone")]
    [InlineData("not-ringing")]
    public void A_phone_that_does_not_answer_is_told_to_whoever_asked(string why)
    {
        var story = Ringing().Ask(ControlActions.Answer);
        var asked = story.Call.Assignment!.AnswerControlId;
        story = why switch
        {
            "no-answer" => story.Expire(),
            "rejected" => story.Ask(ControlActions.Reject),
            "caller-gone" => story.Hear(new CallerGone(Lost: false)),
            _ => story.Hear(new Rescinded(story.Call.Assignment!.AssignmentId)),
        };
        Assert.Equal(why, Assert.Single(story.Answers, answer => answer.ControlId == asked).Outcome);
    }

    [Fact]
    public void Only_the_agent_whose_phone_rings_and_who_watches_over_them_may_ask()
    {
        var story = Ringing();
        Assert.Equal("not-yours", story.Ask(ControlActions.Answer, agentId: Guid.CreateVersion7()).Answered);
        Assert.Null(story.Ask(ControlActions.Answer, agentId: story.Call.Assignment!.AgentId).Answered);
        Assert.Equal("not-ringing", new CallStory().Ask(ControlActions.Answer).Answered);
    }

    [Fact]
    public void A_new_owner_asks_the_phone_again()
    {
        var story = Ringing().Ask(ControlActions.Answer);
        story.Hear(new Adopted(AdoptedLeg.Ringing, IsJoined: false));
        Assert.Equal((2, null), (Asks(story), story.Answered));
        story.Hear(new AgentLegUp(story.Call.Assignment!.Leg));
        Assert.Equal("done", story.Answered);
        Assert.Empty(story.Events.OfType<AssignmentDeclined>());
    }
}
