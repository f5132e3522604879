using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Customers;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Waiting;

public sealed class WaitingCallTests
{
    private static readonly CallQueued Fact = new()
    {
        CallId = Id(100),
        QueueId = Sales,
        QueuedAt = At(-5),
        NumberId = Id(7),
        Language = "en",
        Priority = 2,
        Skills = ["billing"],
    };

    private static CallChange Enter(WaitingCall? known, bool queueKnown = true, bool open = true) =>
        Enter(known, queueKnown ? Queue() with { Open = open } : null);

    private static CallChange Enter(WaitingCall? known, Queue? queue, int standing = 0) => WaitingCall.Enter(
        known, Fact, queue, standing, KnownCaller.Nobody, "trace", TimeSpan.FromHours(1), Noon);

    [Fact]
    public void A_queued_call_waits_at_the_instant_it_was_queued()
    {
        var call = Enter(known: null).Call!;

        Assert.Equal(
            (CallStates.Waiting, At(-5), 2, "trace"), (call.State, call.QueuedAt, call.Priority, call.Traceparent));
        Assert.Equal(["billing"], call.Skills);
    }

    [Theory]
    [InlineData(false, true, "unknown-queue")]
    [InlineData(true, false, "closed")]
    public void A_call_for_no_open_queue_is_not_routable(bool known, bool open, string reason)
    {
        var change = Enter(known: null, known, open);

        Assert.Equal(CallStates.NotRoutable, change.Call!.State);
        Assert.Equal(reason, Assert.IsType<CallNotRoutable>(Assert.Single(change.Events)).Reason);
    }

    [Theory]
    [InlineData("12:01", "hours")]
    [InlineData("12:00", null)]
    public void A_call_outside_the_hours_is_told_why_they_are_closed(string from, string? detail)
    {
        var hours = new QueueHours
        {
            TimeZone = "Europe/London",
            Week = new Dictionary<string, IReadOnlyList<OpenInterval>>
            {
                ["monday"] = [new OpenInterval { From = from, To = "18:00" }],
            },
        };
        var holiday = hours with { Holidays = ["2026-03-02"] };

        var change = Enter(null, Queue() with { Plan = new QueuePlan { Hours = hours } });
        var refused = Enter(null, Queue() with { Plan = new QueuePlan { Hours = holiday } });

        Assert.Equal(detail, change.Events.OfType<CallNotRoutable>().SingleOrDefault()?.Detail);
        Assert.Equal("holiday", Assert.IsType<CallNotRoutable>(Assert.Single(refused.Events)).Detail);
    }

    [Theory]
    [InlineData(1, CallStates.Waiting)]
    [InlineData(2, CallStates.NotRoutable)]
    public void A_queue_takes_no_more_calls_than_its_limit(int standing, string state) => Assert.Equal(
        state,
        Enter(null, Queue() with { Plan = new QueuePlan { Limits = new() { MaxWaiting = 2 } } }, standing).Call!.State);

    [Theory]
    [InlineData(CallStates.Ended)]
    [InlineData(CallStates.Assigned)]
    [InlineData(CallStates.Answered)]
    public void A_call_that_has_moved_on_is_not_queued_by_a_late_fact(string state) =>
        Assert.Null(Enter(Call(100) with { State = state }).Call);

    [Theory]
    [InlineData(CallStates.Served)]
    [InlineData(CallStates.Waiting)]
    [InlineData(CallStates.NotRoutable)]
    public void A_call_may_be_queued_again(string state) =>
        Assert.Equal(CallStates.Waiting, Enter(Call(100) with { State = state }).Call!.State);

    [Fact]
    public void A_call_queued_longer_ago_than_a_call_lives_is_a_ghost()
    {
        var change = WaitingCall.Enter(
            null, Fact with { QueuedAt = At(-7_200) }, Queue(), 0, KnownCaller.Nobody, null, TimeSpan.FromHours(1),
            Noon);

        Assert.Equal(CallStates.Ended, change.Call!.State);
    }
}
