using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Callbacks;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Numbers;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>A customer is dialled: once, with an answer to every order, and a call only when they pick up.</summary>
public sealed class DiallingTests
{
    private static readonly DateTimeOffset Noon = CallStory.Noon;
    private static readonly Guid Call = new("0190a000-0000-7000-8000-000000000001");
    private static readonly string Leg = CallIds.CustomerLeg(Call);

    [Fact]
    public void The_order_to_dial_is_obeyed_once_and_before_it_is_too_late()
    {
        var first = Hear(Begun(), new Dial("+441632960000"));
        var dial = Assert.IsType<DialCustomer>(Assert.Single(first.Orders));
        Assert.Equal(("+441632960001", TimeSpan.FromSeconds(25)), (dial.Number, dial.GiveUpAfter));
        Assert.False(dial.Eager);
        Assert.True(first.Call.Dialled);

        Assert.Empty(Hear(first.Call, new Dial("+441632960000")).Orders);
        Assert.Empty(Hear(Begun(), new Dial("+441632960000"), seconds: 25).Orders);
    }

    [Fact]
    public void A_customer_who_picks_up_is_told_why_and_comes_to_their_place()
    {
        var answered = Hear(Dialled(), new AgentLegUp(Leg), seconds: 8);
        Assert.Equal("answered", Result(answered));
        Assert.Equal(Begun().CallbackId, answered.Events.OfType<CallArrived>().Single().CallbackId);
        Assert.Equal(CallPhase.Greeting, answered.Call.Phase);
        var queued = Hear(answered.Call, new PromptFinished(answered.Call.PromptId!), seconds: 12)
            .Events.OfType<CallQueued>().Single();
        Assert.Equal((Noon.AddMinutes(-20), 1_000), (queued.QueuedAt, queued.Priority));
    }

    [Theory]
    [InlineData("busy")]
    [InlineData("rejected")]
    [InlineData("no-answer")]
    [InlineData("unreachable")]
    [InlineData("failed")]
    public void An_attempt_that_reaches_nobody_is_told_with_its_result_and_is_no_call(string reason)
    {
        var ended = Hear(Dialled(), new AgentLegGone(Leg, reason), seconds: 3);
        Assert.Equal(reason, Result(ended));
        Assert.Equal(CallPhase.Ended, ended.Call.Phase);
        Assert.Single(ended.Events);
        Assert.Contains(new DropLeg(Leg), ended.Orders);
        Assert.Empty(Hear(ended.Call, new AgentLegGone(Leg, reason)).Events);
    }

    [Fact]
    public void Time_alone_ends_an_attempt_and_not_before_the_deadline()
    {
        Assert.Empty(Hear(Dialled(), new DeadlinePassed(), seconds: 24).Events);
        Assert.Equal("no-answer", Result(Hear(Dialled(), new DeadlinePassed(), seconds: 25)));
        Assert.Equal("failed", Result(Hear(Begun(), new DeadlinePassed(), seconds: 25)));
    }

    [Fact]
    public void A_new_owner_goes_on_with_a_phone_that_rings_or_is_up_and_reports_one_that_is_gone()
    {
        Assert.Empty(Hear(Dialled(), new Adopted(AdoptedLeg.Ringing, IsJoined: false)).Events);
        Assert.Equal("answered", Result(Hear(Dialled(), new Adopted(AdoptedLeg.Up, IsJoined: false))));
        Assert.Equal("failed", Result(Hear(Dialled(), new CallerGone(Lost: false, "failed"))));
        Assert.Equal("failed", Result(Hear(Dialled(), new CallerGone(Lost: true))));
    }

    [Fact]
    public void A_leg_that_only_hangs_up_is_waited_for_and_a_late_answer_is_hung_up()
    {
        Assert.Empty(Hear(Dialled(), new CallerGone(Lost: false)).Events);
        var ended = Hear(Dialled(), new DeadlinePassed(), seconds: 25);
        Assert.Equal([new DropLeg(Leg)], Hear(ended.Call, new AgentLegUp(Leg), seconds: 26).Orders);
    }

    [Fact]
    public void Routing_has_no_say_before_the_customer_is_in_the_queue()
    {
        var order = new Assigned
        {
            AssignmentId = Call, AgentId = Call, QueueId = CallStory.Sales, RingUntilAt = Noon.AddSeconds(20),
        };
        Assert.Empty(Hear(Dialled(), new KeyPressed('1')).Orders);
        Assert.Empty(Hear(Dialled(), new NotRoutable("closed")).Orders);
        Assert.Empty(Hear(Dialled(), order).Orders);
    }

    private static Call Begun() => CallRules.BeginDial(
        new Callback
        {
            CallbackId = new("0190a000-0000-7000-8000-000000000002"),
            E164 = "+441632960001",
            CallerRef = "k1:abc",
            NumberId = Guid.Empty,
            QueueId = CallStory.Sales,
            Language = "en",
            QueuedAt = Noon.AddMinutes(-20),
            RequestedAt = Noon.AddMinutes(-19),
        },
        new CallbackDue
        {
            CallbackId = new("0190a000-0000-7000-8000-000000000002"),
            CallId = Call,
            QueueId = CallStory.Sales,
            Attempt = 1,
            Priority = 1_000,
            DialUntilAt = Noon.AddSeconds(25),
            DecidedAt = Noon,
        },
        new Number { NumberId = Guid.Empty, E164 = "+441632960000", QueueId = CallStory.Sales, Language = "en" },
        "n1", traceParent: null, Noon);

    private static Call Dialled() => Hear(Begun(), new Dial("+441632960000")).Call;

    private static CallDecision Hear(Call call, CallInput input, int seconds = 0) =>
        CallRules.Decide(call, input, Noon.AddSeconds(seconds), new CallSettings(), Guid.Empty);

    private static string Result(CallDecision decision) => decision.Events.OfType<CallbackDialled>().Single().Result;
}
