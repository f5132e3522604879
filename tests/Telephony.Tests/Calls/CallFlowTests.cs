using System.Collections.Immutable;
using System.Text.Json;
using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Flows;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>Calls to a number that has a flow.</summary>
public sealed class CallFlowTests
{
    private const string Document = """
        {"entry": "menu", "safeExit": "sorry", "languages": ["en", "zh"], "nodes": {
          "menu": {"type": "menu", "prompts": ["callcenter/hello", "callcenter/menu"], "next":
            {"1": "sales", "2": "chinese", "3": "pin", "4": "crm", "5": "tell", "timeout": "sales", "invalid": "bye"}},
          "chinese": {"type": "language", "language": "zh", "next": {"done": "sales"}},
          "pin": {"type": "collect", "prompts": ["callcenter/pin"], "variable": "pin", "max": 4, "secret": true,
            "milestone": "identified", "next": {"done": "crm", "timeout": "bye", "invalid": "bye"}},
          "crm": {"type": "http", "method": "POST", "url": "http://crm.test/", "body": {"pin": "{{pin}}"},
            "save": {"tier": "tier"}, "timeoutMs": 1500, "next": {"done": "sales"}},
          "tell": {"type": "say", "text": "You are {{tier}}", "next": {"done": "bye"}},
          "sales": {"type": "queue", "queue": "0190c0de-0000-7000-8000-000000000101", "skills": ["fibre"],
            "priority": "7", "attributes": {"tier": "{{tier}}"}, "limitMs": 60000,
            "next": {"connected": "rate", "timeout": "other"}},
          "other": {"type": "queue", "queue": "0190c0de-0000-7000-8000-000000000102"},
          "rate": {"type": "csat", "prompts": ["callcenter/survey"],
            "next": {"done": "bye", "timeout": "bye", "invalid": "bye"}},
          "sorry": {"type": "play", "prompts": ["callcenter/sorry"], "next": {"done": "bye"}},
          "bye": {"type": "hangup"}}}
        """;

    private static readonly Guid _sales = new("0190c0de-0000-7000-8000-000000000101");
    private static readonly Guid _other = new("0190c0de-0000-7000-8000-000000000102");

    private static CallStory Begin() => new(book: Book());

    [Fact]
    public void A_flow_runs_instead_of_the_greeting_and_says_its_version()
    {
        var story = Begin();
        Assert.Equal(CallPhase.InFlow, story.Call.Phase);
        Assert.Equal("callcenter/hello,callcenter/menu", story.Orders.OfType<Play>().Single().Media);
        Assert.Equal(("main", 3, "spring"), (story.The<CallArrived>().Flow, story.The<CallArrived>().FlowVersion,
            story.The<CallArrived>().Campaign));
    }

    [Fact]
    public void A_caller_whom_the_flow_asks_for_digits_is_said_to_be_asked_and_others_are_not()
    {
        var story = Begin();
        Assert.Empty(story.Events.OfType<KeysAsked>());
        var asked = story.Press("3").The<KeysAsked>();
        Assert.Equal(("main", (int?)3, "pin"), (asked.Flow, asked.Version, asked.Node));
        Assert.Equal((null, 4, true, story.Now), (asked.AgentId, asked.Most, asked.Secret, asked.AskedAt));
    }

    [Fact]
    public void A_key_cuts_the_prompt_off_and_leads_to_the_queue()
    {
        var story = Begin().Hear(new KeyPressed('1'));
        Assert.Contains(story.Orders, order => order is StopPrompt);
        var queued = story.The<CallQueued>();
        Assert.Equal((_sales, 7, "main", (int?)3), (queued.QueueId, queued.Priority, queued.Flow, queued.FlowVersion));
        Assert.Equal(["own", "fibre"], queued.Skills);
        Assert.Equal("spring", queued.Campaign);
        Assert.True(story.Music);
        Assert.Equal(CallPhase.Queued, story.Call.Phase);
    }

    [Fact]
    public void A_chosen_language_is_that_of_the_queued_call() =>
        Assert.Equal("zh", Begin().Hear(new KeyPressed('2')).The<CallQueued>().Language);

    [Fact]
    public void Silence_is_counted_by_the_deadline()
    {
        var story = Begin();
        for (var time = 0; time < 3; time++)
        {
            story.Hear(new PromptFinished(story.Call.PromptId!)).Expire();
        }

        Assert.Equal("CallQueued", story.Last);
    }

    [Fact]
    public void After_the_talk_the_flow_goes_on_and_asks_for_a_score()
    {
        var story = Begin().Hear(new KeyPressed('1')).Assign().PickUp().AgentHangsUp();
        Assert.Equal("callcenter/survey", story.Orders.OfType<Play>().Last().Media);
        story.Hear(new KeyPressed('4'));
        Assert.Equal((4, "csat"), (story.The<SurveyAnswered>().Score, story.The<SurveyAnswered>().Question));
        Assert.Equal("completed", story.The<FlowEnded>().Outcome);
        Assert.Equal(CallPhase.Ending, story.Call.Phase);
        story.Hear(new CallerGone(Lost: false));
        Assert.Equal("completed", story.The<CallEnded>().Cause);
        Assert.Single(story.Events.OfType<FlowEnded>());
    }

    [Fact]
    public void A_wait_that_the_flow_limits_leads_to_another_queue_and_routing_is_told()
    {
        var story = Begin().Hear(new KeyPressed('1'));
        story.WaitOut();
        Assert.Equal(("timeout", _sales), (story.The<CallLeftQueue>().Reason, story.The<CallLeftQueue>().QueueId));
        var again = story.Events.OfType<CallQueued>().Last();
        Assert.Equal((_other, story.Now, 0), (again.QueueId, again.QueuedAt, again.Priority));
        Assert.Equal(["own"], again.Skills);
        Assert.True(story.Music);
        story.After(TimeSpan.FromSeconds(5)).Hear(new CallerGone(Lost: false));
        var ended = story.The<CallEnded>();
        Assert.Equal((65_000, _other, true), (ended.QueuedMs, ended.QueueId, ended.Abandoned));
    }

    [Fact]
    public void A_call_that_was_moved_leaves_the_queue_in_which_it_is_and_keeps_its_place_in_the_one_it_comes_back_to()
    {
        var document = Document.Replace("000000000102", "000000000101", StringComparison.Ordinal);
        var story = new CallStory(book: Book(document)).Hear(new KeyPressed('1')).Hear(new Moved(_sales, _other));
        var queuedAt = story.Now;
        story.WaitOut();

        Assert.Equal(_other, story.The<CallLeftQueue>().QueueId);
        var again = story.Events.OfType<CallQueued>().Last();
        Assert.Equal((_sales, queuedAt, (DateTimeOffset?)story.Now), (again.QueueId, again.QueuedAt, again.EnteredAt));
        story.Hear(new CallerGone(Lost: false));
        Assert.Equal(_sales, story.The<CallEnded>().QueueId);
    }

    [Fact]
    public void An_order_of_routing_that_crosses_the_end_of_the_wait_is_declined_as_late()
    {
        var story = Begin().Hear(new KeyPressed('1'));
        story.Hear(new NotRoutable("closed"));
        Assert.Equal(CallPhase.InFlow, story.Call.Phase);
        Assert.Equal("callcenter/sorry", story.Orders.OfType<Play>().Last().Media);
        story.Assign();
        Assert.Equal("late", story.Declined());
        story.Hear(new PromptFinished(story.Call.PromptId!)).Hear(new CallerGone(Lost: false));
        Assert.Equal(("completed", "not-routable"), (story.The<FlowEnded>().Outcome, story.The<FlowEnded>().Fault));
    }

    [Fact]
    public void A_missing_prompt_takes_the_safe_exit_and_a_second_one_ends_with_the_announcement()
    {
        var story = Begin();
        story.Hear(new PromptFinished(story.Call.PromptId!, Failed: true));
        Assert.Equal("callcenter/sorry", story.Orders.OfType<Play>().Last().Media);
        story.Hear(new PromptFinished(story.Call.PromptId!, Failed: true));
        Assert.Equal(CallPhase.Announcing, story.Call.Phase);
        Assert.Equal(("failed", "prompt-failed"), (story.The<FlowEnded>().Outcome, story.The<FlowEnded>().Fault));
        story.Hear(new PromptFinished(story.Call.PromptId!)).Hear(new CallerGone(Lost: false));
        Assert.Equal("failed", story.The<CallEnded>().Cause);
    }

    [Fact]
    public void Secret_digits_reach_the_other_system_and_nothing_else()
    {
        var story = Begin().Hear(new KeyPressed('3'));
        Assert.Equal("identified", story.The<FlowMilestone>().Milestone);
        foreach (var key in "7351")
        {
            story.Hear(new KeyPressed(key));
        }

        var asked = Assert.Single(story.Orders.OfType<AskOutside>());
        Assert.Equal("7351", asked.Question.Body!["pin"]);
        Assert.DoesNotContain("7351", JsonSerializer.Serialize(story.Call), StringComparison.Ordinal);
        Assert.DoesNotContain("7351", asked.ToString(), StringComparison.Ordinal);
        story.Hear(new OutsideAnswered(asked.Question.Visit, new Dictionary<string, string> { ["tier"] = "gold" }));
        Assert.Equal("gold", story.The<CallQueued>().Attributes["tier"]);
        Assert.All(story.Events, said =>
            Assert.DoesNotContain("7351", JsonSerializer.Serialize(said, said.GetType()), StringComparison.Ordinal));
    }

    [Fact]
    public void An_answer_that_never_comes_is_a_fault_at_the_deadline_and_a_late_one_means_nothing()
    {
        var story = Begin().Hear(new KeyPressed('4'));
        var visit = story.Orders.OfType<AskOutside>().Single().Question.Visit;
        Assert.Equal(story.Now + TimeSpan.FromSeconds(3.5), story.Call.DeadlineAt);
        story.Expire();
        Assert.Equal("http-failed", story.Call.Flow!.Fault);
        story.Hear(new OutsideAnswered(visit, new Dictionary<string, string> { ["tier"] = "gold" }));
        Assert.Equal("callcenter/sorry", story.Orders.OfType<Play>().Last().Media);
        Assert.Equal("sorry", story.Call.Flow.Place.Node);
    }

    [Fact]
    public void A_text_is_spoken_in_the_language_of_the_call()
    {
        var story = Begin().Hear(new KeyPressed('5'));
        var speak = Assert.Single(story.Orders.OfType<Speak>());
        Assert.Equal(("You are ", "en", story.Call.PromptId), (speak.Text, speak.Language, speak.PromptId));
        story.Hear(new PromptFinished(speak.PromptId));
        Assert.Equal(CallPhase.Ending, story.Call.Phase);
    }

    [Fact]
    public void A_caller_who_hangs_up_inside_ends_the_flow_as_left()
    {
        var story = Begin().Hear(new CallerGone(Lost: false));
        Assert.Equal(("left", "menu"), (story.The<FlowEnded>().Outcome, story.The<FlowEnded>().Node));
        Assert.False(story.The<CallEnded>().Abandoned);
        Assert.Equal("CallEnded", story.Last);
    }

    [Fact]
    public void A_new_owner_begins_the_node_again_and_keeps_the_queue()
    {
        var story = Begin();
        var prompt = story.Call.PromptId!;
        story.Hear(new Adopted(AdoptedLeg.Gone, IsJoined: false));
        Assert.Contains(new StopPrompt(prompt), story.Orders);
        Assert.Equal(2, story.Orders.OfType<Play>().Count());
        story.Hear(new PromptFinished(prompt)).Hear(new KeyPressed('1'));
        story.Hear(new Adopted(AdoptedLeg.Gone, IsJoined: false));
        Assert.Equal(CallPhase.Queued, story.Call.Phase);
        Assert.Single(story.Events.OfType<CallQueued>());
    }

    internal static FlowBook Book(string document = Document) => new()
    {
        Main = "main",
        Documents = new Dictionary<string, FlowDocument>
        {
            ["main"] = FlowReading.Read(JsonDocument.Parse(document).RootElement).Document!,
        },
        Versions = ImmutableDictionary<string, int>.Empty.Add("main", 3),
    };
}
