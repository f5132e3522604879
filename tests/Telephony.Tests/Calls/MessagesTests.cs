using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>Messages that callers leave.</summary>
public sealed class MessagesTests
{
    private const string Document = """
        {"entry": "box", "safeExit": "sorry", "nodes": {
          "box": {"type": "voicemail", "prompts": ["callcenter/voicemail"], "maxMs": 20000, "silenceMs": 3000,
            "queue": "0190c0de-0000-7000-8000-000000000101", "next": {"done": "thanks", "silent": "silent"}},
          "thanks": {"type": "play", "prompts": ["callcenter/thanks"], "next": {"done": "bye"}},
          "silent": {"type": "play", "prompts": ["callcenter/silent"], "next": {"done": "bye"}},
          "sorry": {"type": "play", "prompts": ["callcenter/sorry"], "next": {"done": "bye"}},
          "bye": {"type": "hangup"}}}
        """;

    private static CallStory Beeped() => new CallStory(book: CallFlowTests.Book(Document)).HearOut().HearOut();

    [Fact]
    public void After_the_prompt_and_the_beep_the_caller_is_recorded_until_they_fall_silent()
    {
        var story = new CallStory(book: CallFlowTests.Book(Document)).HearOut();
        Assert.Equal("callcenter/beep", story.Media);
        Assert.Empty(story.Recordings);
        story.HearOut();
        Assert.Equal(story.Call.Message!.RecordingId, Assert.Single(story.Recordings));
        story.Hear(new VoiceHeard()).After(TimeSpan.FromSeconds(8)).Hear(new VoicePaused());
        Assert.Empty(story.Recordings);
        Assert.Equal((false, "callcenter/thanks"), (story.Call.Message!.Failed, story.Media));
        Assert.Equal(story.Now, story.Call.Message.StoppedAt);
    }

    [Fact]
    public void Hash_ends_it_and_other_keys_do_not()
    {
        var story = Beeped().Hear(new VoiceHeard()).Press("12*0");
        Assert.Single(story.Recordings);
        Assert.Equal("callcenter/thanks", story.Press("#").Media);
    }

    [Fact]
    public void It_is_never_longer_than_the_limit()
    {
        var story = Beeped();
        var began = story.Now;
        story.Hear(new VoiceHeard()).Expire();
        Assert.Equal(TimeSpan.FromSeconds(20), story.Now - began);
        Assert.Equal("callcenter/thanks", story.Media);
    }

    [Fact]
    public void Of_a_caller_who_says_nothing_nothing_is_kept()
    {
        var story = Beeped();
        var began = story.Now;
        story.Expire();
        Assert.Equal(TimeSpan.FromSeconds(4), story.Now - began);
        Assert.Equal((true, "callcenter/silent"), (story.Call.Message!.Failed, story.Media));
    }

    [Fact]
    public void A_caller_who_hangs_up_has_left_what_was_said()
    {
        var story = Beeped().Hear(new VoiceHeard()).After(TimeSpan.FromSeconds(2)).Hear(new CallerGone(Lost: false));
        Assert.Empty(story.Recordings);
        Assert.Equal((false, story.Now), (story.Call.Message!.Failed, story.Call.Message.StoppedAt!.Value));
        Assert.Equal("left", story.The<FlowEnded>().Outcome);
    }

    [Fact]
    public void A_caller_who_hangs_up_in_the_beep_has_left_nothing()
    {
        var story = new CallStory(book: CallFlowTests.Book(Document)).HearOut().Hear(new CallerGone(Lost: false));
        Assert.Null(story.Call.Message);
        Assert.Empty(story.Orders.OfType<StartRecording>());
    }

    [Fact]
    public void A_switch_that_cannot_record_or_beep_leads_to_the_safe_exit()
    {
        var story = Beeped();
        story.Hear(new RecordingFailed(story.Call.Message!.RecordingId));
        Assert.Equal(("callcenter/sorry", true), (story.Media, story.Call.Message.Failed));
        story = new CallStory(book: CallFlowTests.Book(Document)).HearOut();
        story.Hear(new PromptFinished(story.Call.PromptId!, Failed: true));
        Assert.Equal("callcenter/sorry", story.Media);
    }

    [Fact]
    public void Another_owner_goes_on_recording_and_the_limit_stands()
    {
        var story = Beeped().Hear(new VoiceHeard());
        var until = story.Call.DeadlineAt;
        story.After(TimeSpan.FromSeconds(6)).Hear(new Adopted(AdoptedLeg.Gone, IsJoined: false));
        Assert.Equal(2, story.Orders.OfType<WatchVoice>().Count());
        Assert.Equal((until, 1), (story.Call.DeadlineAt, story.Recordings.Count));
    }
}
