using System.Collections.Immutable;
using System.Text.Json;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Flows;
using CallCenter.Telephony.Tests.Calls;
using CallCenter.Telephony.Waiting;
using Xunit;

namespace CallCenter.Telephony.Tests.Callbacks;

/// <summary>A waiting caller is told their place and may ask to be called back by a key.</summary>
public sealed class CallbackOfferTests
{
    [Fact]
    public void A_caller_who_presses_the_key_and_confirms_is_called_back_at_the_place_they_had()
    {
        var story = Told(new CallStory());
        Assert.Equal("callcenter/position-3,callcenter/wait-5,callcenter/callback-offer", story.Media);
        Assert.False(story.Music);

        story.Press("1");
        Assert.Equal("callcenter/callback-confirm", story.Media);
        story.After(TimeSpan.FromSeconds(2)).Press("1");

        Assert.Equal("callcenter/callback-accepted", story.Media);
        var callback = Assert.Single(story.Callbacks);
        Assert.Equal(("+441632960001", "k1:abc"), (callback.E164, callback.CallerRef));
        var asked = story.The<CallbackRequested>();
        Assert.Equal(
            (callback.CallbackId, story.Call.CallId, CallStory.Sales, CallStory.Noon, "zh"),
            (asked.CallbackId, asked.CallId!.Value, asked.QueueId, asked.QueuedAt, asked.Language));
        Assert.Equal("callback", story.The<CallLeftQueue>().Reason);
        story.HearOut().Hear(new CallerGone(Lost: false));
        var ended = story.The<CallEnded>();
        Assert.Equal(("callback", false, 32_000), (ended.Cause, ended.Abandoned, ended.QueuedMs));
    }

    [Fact]
    public void Who_does_nothing_keeps_waiting_with_music_and_is_told_again_after_the_pause()
    {
        var story = Told(new CallStory()).HearOut();
        Assert.True(story.Music);
        Assert.Equal(CallPhase.Queued, story.Call.Phase);
        Assert.Equal(story.Now + TimeSpan.FromSeconds(60), story.Call.DeadlineAt);

        story.Expire().Hear(new PlaceFound(Place(story) with { Position = 2 }));

        Assert.Equal("callcenter/position-2,callcenter/wait-5,callcenter/callback-offer", story.Media);
        Assert.Empty(story.Callbacks);
    }

    [Fact]
    public void The_key_works_between_two_tellings_too_and_not_before_the_first_offer()
    {
        var story = new CallStory().Press("1");
        Assert.DoesNotContain(story.Orders, order => order is Play);
        Told(story).HearOut().After(TimeSpan.FromSeconds(10)).Press("1");
        Assert.Equal("callcenter/callback-confirm", story.Media);
        Assert.False(story.Music);
    }

    [Fact]
    public void Who_confirms_nothing_is_asked_twice_and_waits_on()
    {
        var story = Told(new CallStory()).Press("1").HearOut().Expire();
        Assert.Equal(2, story.Orders.OfType<Play>().Count(play => play.Media == "callcenter/callback-confirm"));
        story.HearOut().Expire();
        Assert.Equal((true, CallPhase.Queued), (story.Music, story.Call.Phase));
        Assert.Null(story.Call.Offer);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("+18005550100")]
    [InlineData("200")]
    public void Who_shows_no_number_that_may_be_dialled_types_one(string? caller)
    {
        var story = Told(new CallStory(caller: caller)).Press("1");
        Assert.Equal("callcenter/callback-number", story.Media);
        story.Press("01632960777#");
        Assert.Equal(
            "callcenter/callback-typed," + string.Concat("01632960777".Select(d => $"callcenter/digit-{d},"))
            + "callcenter/callback-check",
            story.Media);
        story.Press("1");
        var callback = Assert.Single(story.Callbacks);
        Assert.Equal("+441632960777", callback.E164);
        Assert.Equal(CallerReference.Of("+441632960777", []), callback.CallerRef);
    }

    [Fact]
    public void Another_number_can_be_typed_corrected_and_ended_by_silence()
    {
        var story = Told(new CallStory()).Press("12").Press("99*0163296077").HearKeysOut();
        Assert.EndsWith("callcenter/callback-check", story.Media, StringComparison.Ordinal);
        story.Press("2").Press("00441632960778#1");
        Assert.Equal("+441632960778", Assert.Single(story.Callbacks).E164);
    }

    [Theory]
    [InlineData("0018005550100#")]
    [InlineData("123#")]
    [InlineData("11111111111111111")]
    public void A_number_that_may_not_be_dialled_is_refused_and_asked_for_again_a_bounded_number_of_times(string keys)
    {
        var story = Told(new CallStory()).Press("12").Press(keys);
        Assert.Equal("callcenter/callback-refused,callcenter/callback-number", story.Media);
        for (var time = 0; time < 20; time++)
        {
            story.Press(keys);
        }

        Assert.Empty(story.Callbacks);
        Assert.Equal((true, CallPhase.Queued), (story.Music, story.Call.Phase));
        Assert.InRange(story.Orders.OfType<Play>().Count(), 1, 9);
    }

    [Fact]
    public void An_agent_who_comes_in_the_middle_ends_the_offer_and_music_plays_until_they_answer()
    {
        var story = Told(new CallStory()).Press("12").Press("0163");
        var prompt = story.Call.PromptId;
        story.Assign();
        Assert.Equal((true, CallPhase.Ringing), (story.Music, story.Call.Phase));
        Assert.Null(story.Call.Offer);
        Assert.Null(prompt);
        story.PickUp();
        Assert.Equal(CallPhase.Talking, story.Call.Phase);

        var early = Told(new CallStory());
        var playing = early.Call.PromptId!;
        early.Assign().Hear(new PromptFinished(playing)).PickUp();
        Assert.Contains(early.Orders, order => order is StopPrompt stop && stop.PromptId == playing);
        Assert.Equal(CallPhase.Talking, early.Call.Phase);
    }

    [Fact]
    public void A_queue_that_lets_nobody_wait_asks_at_once_and_tells_who_declines()
    {
        var story = new CallStory().Hear(new NotRoutable("callback-only"));
        Assert.Equal("callcenter/callback-only,callcenter/callback-offer", story.Media);
        Assert.False(story.Music);
        story.HearOut().Expire().HearOut().Expire();
        Assert.Equal((CallPhase.Announcing, story.Settings.NotRoutableMedia), (story.Call.Phase, story.Media));
        story.HearOut().Hear(new CallerGone(Lost: false));
        Assert.Equal(("not-routable", false), (story.The<CallEnded>().Cause, story.The<CallEnded>().Abandoned));

        var taken = new CallStory().Hear(new NotRoutable("callback-only")).Press("11");
        Assert.Equal("callback", taken.The<CallLeftQueue>().Reason);
        Assert.Single(taken.Callbacks);

        var left = new CallStory().Hear(new NotRoutable("callback-only")).Hear(new CallerGone(Lost: false));
        Assert.False(left.The<CallEnded>().Abandoned);
    }

    [Fact]
    public void A_new_owner_offers_again_to_who_may_not_wait_and_plays_music_to_who_may()
    {
        var story = new CallStory().Hear(new NotRoutable("callback-only")).Press("1");
        story.Hear(new Adopted(AdoptedLeg.Gone, IsJoined: false));
        Assert.Equal("callcenter/callback-only,callcenter/callback-offer", story.Media);

        var waiting = Told(new CallStory()).Press("1").Hear(new Adopted(AdoptedLeg.Gone, IsJoined: false));
        Assert.Equal((true, CallPhase.Queued), (waiting.Music, waiting.Call.Phase));
        Assert.Null(waiting.Call.Offer);
    }

    [Fact]
    public void A_prompt_that_cannot_be_played_leaves_the_caller_waiting()
    {
        var story = Told(new CallStory()).Press("1");
        story.Hear(new PromptFinished(story.Call.PromptId!, Failed: true));
        Assert.Equal((true, CallPhase.Queued), (story.Music, story.Call.Phase));
    }

    [Fact]
    public void A_flow_offers_a_callback_by_the_same_words_and_goes_on_with_who_declines()
    {
        var story = new CallStory(book: Book());
        Assert.Equal(("callcenter/callback-offer", CallPhase.InFlow), (story.Media, story.Call.Phase));
        story.After(TimeSpan.FromSeconds(3)).Press("11");
        var callback = Assert.Single(story.Callbacks);
        Assert.Equal((_support, 9, story.Now), (callback.QueueId, callback.Priority, callback.QueuedAt));
        Assert.Equal(["own", "fibre"], callback.Skills);
        story.HearOut().Hear(new CallerGone(Lost: false));
        Assert.Equal(("callback", null), (story.The<CallEnded>().Cause, story.The<CallEnded>().QueueId));
        Assert.DoesNotContain(story.Events, said => said is CallLeftQueue);
        Assert.Single(story.Events.OfType<FlowEnded>());

        var silent = new CallStory(book: Book()).HearOut().Expire().HearOut().Expire();
        Assert.Equal("sorry", silent.Call.Flow!.Place.Node);
        Assert.Equal("callcenter/sorry", silent.Media);
    }

    [Fact]
    public void A_new_owner_begins_the_offer_of_a_flow_again()
    {
        var story = new CallStory(book: Book()).Press("1");
        story.Hear(new Adopted(AdoptedLeg.Gone, IsJoined: false));
        Assert.Equal("callcenter/callback-offer", story.Media);
        Assert.Single(story.Press("11").Callbacks);
    }

    private static readonly Guid _support = new("0190c0de-0000-7000-8000-000000000101");

    private static FlowBook Book() => new()
    {
        Main = "main",
        Documents = new Dictionary<string, FlowDocument>
        {
            ["main"] = FlowReading.Read(JsonDocument.Parse("""
                {"entry": "ask", "safeExit": "bye", "nodes": {
                  "ask": {"type": "callback", "queue": "0190c0de-0000-7000-8000-000000000101", "priority": "9",
                    "skills": ["fibre"], "next": {"declined": "sorry"}},
                  "sorry": {"type": "play", "prompts": ["callcenter/sorry"], "next": {"done": "bye"}},
                  "bye": {"type": "hangup"}}}
                """).RootElement).Document!,
        },
        Versions = ImmutableDictionary<string, int>.Empty.Add("main", 1),
    };

    /// <summary>The caller has waited half a minute and is told their place, with an offer.</summary>
    private static CallStory Told(CallStory story) =>
        story.After(TimeSpan.FromSeconds(30)).Hear(new DeadlinePassed()).Hear(new PlaceFound(Place(story)));

    private static CallPlace Place(CallStory story) => new()
    {
        QueueId = CallStory.Sales,
        Position = 3,
        EstimatedWaitMs = 200_000,
        CallbackOffered = true,
        PositionTold = true,
        WaitTold = true,
        ChangedAt = story.Now,
    };
}

internal static class CallStories
{
    /// <summary>Time passes until the pause after the last digit is too long.</summary>
    public static CallStory HearKeysOut(this CallStory story) => story.Press("7").Expire();
}
