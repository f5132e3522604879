using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>Callers who are told the number of an agent who was asked first and takes them over.</summary>
public sealed class IntroductionAfterAskingTests
{
    private const string Sound = "callcenter/said-2";
    private static readonly Guid Asked = Guid.CreateVersion7();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Both_hear_who_takes_over_apart_from_each_other_and_are_put_through_then(bool parked)
    {
        var story = Consulting(Sound);
        if (parked)
        {
            story.Ask(ControlActions.Swap);
        }

        var third = story.Call.Third!;
        var before = story.Orders.Count;
        story.Ask(ControlActions.Complete);
        var orders = story.Orders.Skip(before).ToList();
        Assert.Equal("done", story.Answered);
        Assert.Equal(
            ["caller-leg", third.Leg],
            orders.OfType<Play>().Where(play => play.Media == Sound).Select(play => play.Leg));
        Assert.Empty(orders.OfType<JoinLegs>());
        Assert.False(story.Music);
        Assert.Single(story.Events.OfType<CallAnswered>());
        Assert.DoesNotContain(story.Events, said => said is CallTransferred);

        story.After(TimeSpan.FromSeconds(3)).HearOut();
        orders = [.. story.Orders.Skip(before)];
        Assert.Equal(new JoinLegs(third.Talk, "caller-leg", third.Leg), Assert.Single(orders.OfType<JoinLegs>()));
        var agents = orders.OfType<Play>().Last().PromptId;
        Assert.InRange(orders.IndexOf(new StopPrompt(agents)), 0, orders.FindIndex(order => order is JoinLegs));
        story.Hear(new Joined(third.Talk));
        Assert.Equal(Asked, story.The<CallTransferred>().ToAgentId);
        Assert.Equal((CallPhase.Talking, Asked), (story.Call.Phase, story.Call.Assignment!.AgentId));
        Assert.Equal(story.Now, story.Events.OfType<CallAnswered>().Last().AnsweredAt);
    }

    [Fact]
    public void It_is_made_while_their_phone_rings_and_for_no_number_that_does_not_want_it()
    {
        var story = Asking(new CallStory(announces: true));
        Assert.Equal(
            new MakeIntroduction(story.Call.Third!.Leg, Asked, story.Call.Language),
            story.Orders.OfType<MakeIntroduction>().Last());
        Assert.Empty(Asking(new CallStory()).Orders.OfType<MakeIntroduction>());
    }

    [Fact]
    public void Whoever_is_found_in_a_queue_is_announced_too_when_they_take_over()
    {
        var story = Talk(new CallStory(announces: true)).Ask(ControlActions.Consult, queueId: Guid.CreateVersion7());
        story.Hear(story.Order() with { AgentId = Asked, ConsultationId = story.Call.Third!.ConsultationId });
        Assert.Equal(
            new MakeIntroduction(story.Call.Third!.Leg, Asked, story.Call.Language),
            story.Orders.OfType<MakeIntroduction>().Last());
        story.Hear(new IntroductionMade(story.Call.Third.Leg, Sound)).Hear(new AgentLegUp(story.Call.Third.Leg))
            .Hear(new Joined(story.Call.Third.Talk)).Ask(ControlActions.Complete);
        Assert.Equal(Sound, story.Media);
    }

    [Fact]
    public void Who_was_in_a_conference_with_the_caller_is_not_announced_nor_one_whose_sentence_is_not_there()
    {
        var conference = Consulting(Sound).Ask(ControlActions.Conference);
        Assert.Equal(ThirdStage.Conference, conference.Call.Third!.Stage);
        Completes(conference);
        Completes(Consulting(sound: null));
        Completes(Joined(Asking(new CallStory(announces: true))));

        static void Completes(CallStory story)
        {
            var (talk, plays) = (story.Call.Third!.Talk, story.Orders.OfType<Play>().Count());
            story.Ask(ControlActions.Complete);
            Assert.Equal(plays, story.Orders.OfType<Play>().Count());
            Assert.IsType<JoinLegs>(story.Orders[^1]);
            Assert.Equal(Asked, story.Hear(new Joined(talk)).The<CallTransferred>().ToAgentId);
        }
    }

    [Fact]
    public void One_that_does_not_end_or_could_not_be_played_never_keeps_both_apart()
    {
        var endless = Consulting(Sound).Ask(ControlActions.Complete);
        Assert.Equal(endless.Now + TimeSpan.FromSeconds(8), endless.Call.DeadlineAt);
        endless.Expire();
        Assert.IsType<JoinLegs>(endless.Orders[^1]);
        Assert.Equal(CallPhase.Transferring, endless.Call.Phase);

        var refused = Consulting(Sound).Ask(ControlActions.Complete);
        refused.Hear(new PromptFinished(refused.Call.PromptId!, Failed: true));
        Assert.IsType<JoinLegs>(refused.Orders[^1]);
    }

    [Fact]
    public void An_agent_who_hangs_up_in_the_middle_of_it_leaves_the_caller_at_the_head_of_the_queue_with_music()
    {
        var story = Consulting(Sound).Ask(ControlActions.Complete);
        var prompt = story.Call.PromptId!;
        story.Hear(new AgentLegGone(story.Call.Third!.Leg, "no-answer"));
        Assert.Equal((CallPhase.Queued, true), (story.Call.Phase, story.Music));
        Assert.Contains(new StopPrompt(prompt), story.Orders);
        Assert.Equal("TransferFailed", story.Events[^2].GetType().Name);
        Assert.Empty(story.Legs);
    }

    [Fact]
    public void A_new_owner_cuts_what_the_old_one_played_and_puts_both_through()
    {
        var story = Consulting(Sound).Ask(ControlActions.Complete);
        var third = story.Call.Third!;
        string[] played = [story.Call.PromptId!, CallIds.Prompt(story.Call.CallId, story.Call.Prompts)];
        var before = story.Orders.Count;
        story.Hear(new Adopted(AdoptedLeg.Gone, IsJoined: false)
        {
            Sides = new Dictionary<string, bool> { [third.Leg] = true },
        });
        var orders = story.Orders.Skip(before).ToList();
        Assert.All(played, prompt => Assert.Contains(new StopPrompt(prompt), orders));
        Assert.IsType<JoinLegs>(orders[^1]);
        Assert.Equal(Asked, story.Hear(new Joined(third.Talk)).The<CallTransferred>().ToAgentId);
    }

    private static CallStory Talk(CallStory story)
    {
        story.Assign();
        if (story.Call.AnnouncesAgent)
        {
            story.Hear(new IntroductionMade(story.Call.Assignment!.Leg, Sound: null));
        }

        return story.PickUp();
    }

    private static CallStory Asking(CallStory story) => Talk(story).Ask(ControlActions.Consult, target: Asked);

    private static CallStory Joined(CallStory story) =>
        story.Hear(new AgentLegUp(story.Call.Third!.Leg)).Hear(new Joined(story.Call.Third!.Talk));

    private static CallStory Consulting(string? sound)
    {
        var story = Asking(new CallStory(announces: true));
        return Joined(story.Hear(new IntroductionMade(story.Call.Third!.Leg, sound)));
    }
}
