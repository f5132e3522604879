using CallCenter.Contracts.Routing;
using CallCenter.Routing.Callbacks;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Callbacks;

/// <summary>What comes of dialling a customer, and of time.</summary>
public sealed class AttemptRulesTests
{
    private static readonly AttemptLimits Limits = new(3, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30));

    private static readonly CallbackTimes Times = new(
        Grace: TimeSpan.FromSeconds(5), LongestCall: TimeSpan.FromHours(12), Life: TimeSpan.FromDays(7));

    private static readonly Callback Dialling = new()
    {
        CallbackId = Id(700),
        QueueId = Sales,
        CallerRef = "k1:a",
        Language = "en",
        QueuedAt = At(-60),
        RequestedAt = At(-60),
        State = CallbackStates.Dialling,
        CallId = Id(100),
        Attempts = 1,
        DialUntilAt = At(25),
        NextAttemptAt = At(-60),
        ChangedAt = Noon,
    };

    [Theory]
    [InlineData("busy", 10, 325)]
    [InlineData("failed", 10, 325)]
    [InlineData("no-answer", 10, 1_825)]
    [InlineData("rejected", 10, 1_825)]
    [InlineData("busy", 40, 340)]
    public void The_next_attempt_comes_a_pause_after_the_deadline_of_this_one_or_after_now(
        string result, double at, double next)
    {
        var after = Assert.Single(Hear(Dialling, result, at).Changed);

        Assert.Equal((CallbackStates.Waiting, At(next)), (after.State, after.NextAttemptAt));
    }

    [Fact]
    public void The_last_attempt_that_reaches_nobody_fails_the_callback_and_one_before_it_does_not()
    {
        Assert.Equal("failed", Outcome(Hear(Dialling with { Attempts = 3 }, "busy", 10)));
        Assert.Empty(Hear(Dialling with { Attempts = 2 }, "busy", 10).Events);
    }

    [Fact]
    public void The_result_of_another_call_or_of_a_callback_that_is_not_being_dialled_changes_nothing()
    {
        Assert.Empty(Hear(Dialling with { CallId = Id(101) }, "answered", 10).Changed);
        Assert.Empty(Hear(Dialling with { State = CallbackStates.Waiting }, "answered", 10).Changed);
        Assert.Equal(CallbackStates.Answered, Assert.Single(Hear(Dialling, "answered", 10).Changed).State);
    }

    [Fact]
    public void An_attempt_of_which_nothing_is_heard_is_over_a_grace_after_its_deadline()
    {
        Assert.Empty(Pass(Dialling, 29.9).Changed);
        Assert.Equal(At(30 + 300), Assert.Single(Pass(Dialling, 30).Changed).NextAttemptAt);
    }

    [Fact]
    public void A_customer_who_answered_and_of_whom_nothing_is_heard_is_lost_after_the_longest_call()
    {
        var answered = Dialling with { State = CallbackStates.Answered };

        Assert.Empty(Pass(answered, (12 * 3_600) - 1).Changed);
        Assert.Equal("lost", Outcome(Pass(answered, 12 * 3_600)));
    }

    [Fact]
    public void A_callback_that_waits_expires_with_its_window_and_with_its_life()
    {
        var waiting = Dialling with { State = CallbackStates.Waiting };

        Assert.Empty(Pass(waiting with { NotAfterAt = At(10) }, 9).Changed);
        Assert.Equal("expired", Outcome(Pass(waiting with { NotAfterAt = At(10) }, 10)));
        Assert.Empty(Pass(waiting, (7 * 86_400) - 61).Changed);
        Assert.Equal("expired", Outcome(Pass(waiting, (7 * 86_400) - 60)));
    }

    private static CallbackChange Hear(Callback callback, string result, double at) =>
        AttemptRules.Hear(callback, Id(100), result, Limits, At(at));

    private static CallbackChange Pass(Callback callback, double at) =>
        AttemptRules.Pass(callback, Limits, Times, At(at));

    private static string Outcome(CallbackChange change) => change.Events.OfType<CallbackEnded>().Single().Outcome;
}
