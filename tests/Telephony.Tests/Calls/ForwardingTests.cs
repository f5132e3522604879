using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>Flows that hand their callers on.</summary>
public sealed class ForwardingTests
{
    private const string Document = """
        {"entry": "menu", "safeExit": "sorry", "nodes": {
          "menu": {"type": "menu", "prompts": ["callcenter/menu"], "next":
            {"1": "out", "2": "anna", "3": "abroad", "timeout": "bye", "invalid": "bye"}},
          "out": {"type": "transfer", "number": "+441632960777",
            "next": {"done": "after", "busy": "busy", "unreachable": "anna", "refused": "sorry"}},
          "abroad": {"type": "transfer", "number": "+8613800000000", "next": {"refused": "anna"}},
          "anna": {"type": "transfer", "queue": "0190c0de-0000-7000-8000-000000000101",
            "agent": "0190c0de-0000-7000-8000-000000000109", "limitMs": 60000, "next": {"unreachable": "sorry"}},
          "after": {"type": "play", "prompts": ["callcenter/after"], "next": {"done": "bye"}},
          "busy": {"type": "play", "prompts": ["callcenter/busy"], "next": {"done": "bye"}},
          "sorry": {"type": "play", "prompts": ["callcenter/sorry"], "next": {"done": "bye"}},
          "bye": {"type": "hangup"}}}
        """;

    private static readonly Guid _anna = new("0190c0de-0000-7000-8000-000000000109");

    private static CallStory Dialled() => new CallStory(book: CallFlowTests.Book(Document)).Press("1");

    private static CallStory Through()
    {
        var story = Dialled();
        return story.Hear(new AgentLegUp(story.Call.Third!.Leg)).Hear(new Joined(story.Call.Third!.Talk));
    }

    [Fact]
    public void A_caller_hears_music_while_the_number_rings_and_is_put_through()
    {
        var story = Dialled();
        Assert.True(story.Music);
        var dial = story.Orders.OfType<DialCustomer>().Single();
        Assert.Equal(("+441632960777", story.Call.NumberId), (dial.Number, dial.NumberId));
        story = Through();
        Assert.Equal(CallPhase.Transferred, story.Call.Phase);
        Assert.Equal("out", story.The<CallForwarded>().Node);
        Assert.DoesNotContain(story.Events, said => said.ToString()!.Contains("960777", StringComparison.Ordinal));
        story.Hear(new CallerGone(Lost: false));
        Assert.Empty(story.Legs);
        Assert.False(story.The<CallEnded>().Abandoned);
    }

    [Fact]
    public void When_that_talk_is_over_the_caller_goes_on_in_the_flow()
    {
        var story = Through();
        story.Hear(new AgentLegGone(story.Call.Third!.Leg, "no-answer"));
        Assert.Equal("callcenter/after", story.Media);
        Assert.Equal(CallPhase.InFlow, story.Call.Phase);
        Assert.Empty(story.Legs);
        Assert.Empty(story.Talks);
    }

    [Theory]
    [InlineData("busy", "callcenter/busy")]
    [InlineData("rejected", "callcenter/sorry")]
    public void Whoever_does_not_come_is_named_by_the_exit(string reason, string heard)
    {
        var story = Dialled();
        story.Hear(new AgentLegGone(story.Call.Third!.Leg, reason));
        Assert.Equal((reason, heard), (story.The<TransferFailed>().Reason, story.Media));
        Assert.False(story.Music);
    }

    [Fact]
    public void A_number_that_does_not_answer_in_time_is_unreachable_and_an_agent_is_asked_by_way_of_the_queue()
    {
        var story = Dialled().Expire();
        Assert.Equal("no-answer", story.The<TransferFailed>().Reason);
        Assert.Equal(_anna, story.The<CallQueued>().PreferredAgentId);
        story.WaitOut();
        Assert.Equal(("callcenter/sorry", "timeout"), (story.Media, story.The<CallLeftQueue>().Reason));
    }

    [Fact]
    public void A_number_that_may_not_be_dialled_any_more_is_refused_without_being_rung()
    {
        var story = new CallStory(book: CallFlowTests.Book(Document)).Press("3");
        Assert.Empty(story.Orders.OfType<DialCustomer>());
        Assert.Equal(_anna, story.The<CallQueued>().PreferredAgentId);
    }

    [Fact]
    public void Another_owner_who_finds_the_number_gone_goes_on_in_the_flow()
    {
        var story = Dialled();
        story.Hear(new Adopted(AdoptedLeg.Gone, IsJoined: false));
        Assert.Equal(_anna, story.The<CallQueued>().PreferredAgentId);
    }
}
