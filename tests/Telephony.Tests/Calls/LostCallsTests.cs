using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>Callers whose call went down with its switch are called back.</summary>
public sealed class LostCallsTests
{
    private static readonly CallerGone Lost = new(Lost: true);

    [Theory]
    [InlineData("greeting")]
    [InlineData("queue")]
    [InlineData("ringing")]
    [InlineData("connecting")]
    [InlineData("talk")]
    public void Who_was_on_the_way_to_an_agent_or_talked_is_called_back_before_the_others(string step)
    {
        var story = At(step);
        var before = story.Events.Count;
        story.After(TimeSpan.FromSeconds(30)).Hear(Lost);

        var callback = Assert.Single(story.Callbacks);
        Assert.Equal(("+441632960001", "k1:abc"), (callback.E164, callback.CallerRef));
        var asked = story.The<CallbackRequested>();
        Assert.Equal(
            (callback.CallbackId, story.Call.CallId, CallStory.Sales, CallStory.Noon, 100, "zh"),
            (asked.CallbackId, asked.CallId!.Value, asked.QueueId, asked.QueuedAt, asked.Priority, asked.Language));
        Assert.Equal(("lost", false), (story.The<CallEnded>().Cause, story.The<CallEnded>().Abandoned));
        Assert.IsType<CallEnded>(story.Events.Skip(before).Last());
        Assert.Single(story.Hear(Lost).Callbacks);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("+18005550100")]
    [InlineData("200")]
    public void Who_may_not_be_dialled_is_not_asked_for(string? caller)
    {
        var story = new CallStory(caller: caller).Hear(Lost);
        Assert.Empty(story.Callbacks);
        Assert.Equal("lost", story.The<CallEnded>().Cause);
    }

    [Fact]
    public void Who_had_been_served_or_told_or_led_to_no_queue_is_not_called_back()
    {
        Assert.Empty(new CallStory().Assign().PickUp().AgentHangsUp().Hear(Lost).Callbacks);
        Assert.Empty(new CallStory().Hear(new NotRoutable("closed")).Hear(Lost).Callbacks);
        Assert.Empty(new CallStory(known: false).Hear(Lost).Callbacks);
    }

    [Fact]
    public void Who_hangs_up_is_not_called_back() =>
        Assert.Empty(new CallStory().Hear(new CallerGone(Lost: false)).Callbacks);

    [Fact]
    public void The_queue_to_which_the_call_was_moved_calls_back()
    {
        var support = Guid.CreateVersion7();
        var story = new CallStory().Hear(new Moved(CallStory.Sales, support));
        Assert.Equal(support, Assert.Single(story.Hear(Lost).Callbacks).QueueId);
    }

    private static CallStory At(string step) => step switch
    {
        "greeting" => new CallStory(greeting: "callcenter/greeting"),
        "queue" => new CallStory(),
        "ringing" => new CallStory().Assign(),
        "connecting" => Connecting(),
        _ => new CallStory().Assign().PickUp(),
    };

    private static CallStory Connecting()
    {
        var story = new CallStory().Assign();
        return story.Hear(new AgentLegUp(story.Call.Assignment!.Leg));
    }
}
