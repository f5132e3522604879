using CallCenter.Contracts.Routing;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Assignments;

public sealed class AssignmentRulesTests
{
    private static readonly WrapUpPlan WrapUp = WrapUpPlan.Optional(TimeSpan.FromSeconds(30));

    private static Engagement Only(Outcome outcome)
    {
        Assert.Null(outcome.Refusal);
        return Assert.Single(outcome.Changed);
    }

    private static Engagement Answered() => Only(AssignmentRules.Answer(Reserved(), [], At(4)));

    private static Engagement Released() => Only(AssignmentRules.Release(Answered(), WrapUp, At(60)));

    [Fact]
    public void Ringing_is_an_activity()
    {
        var outcome = AssignmentRules.Ring(Reserved(), At(1));

        Assert.Equal(AgentActivities.Ringing, Only(outcome).Agent.Activity);
        var said = Assert.IsType<AgentActivityChanged>(Assert.Single(outcome.Events));
        Assert.Equal(("ringing", "available", Id(100)), (said.Activity, said.Status, said.CallId));
    }

    [Fact]
    public void An_answer_makes_the_agent_talk_and_ends_the_lease()
    {
        var answered = Answered();

        Assert.Equal(AssignmentStates.Accepted, answered.Assignment.State);
        Assert.Null(answered.Assignment.LeaseUntilAt);
        Assert.Equal(CallStates.Answered, answered.Call.State);
        Assert.Equal(AgentActivities.Talking, answered.Agent.Activity);
    }

    [Fact]
    public void A_release_begins_the_wrap_up_with_the_deadline_of_the_queue()
    {
        var released = Released();

        Assert.Equal(At(90), released.Assignment.WrapUpUntilAt);
        Assert.Equal(AgentActivities.WrapUp, released.Agent.Activity);
        Assert.Equal(CallStates.Served, released.Call.State);
    }

    [Fact]
    public void A_disposition_ends_the_wrap_up_and_the_agent_is_last_in_line()
    {
        var outcome = AssignmentRules.WrapUp(Released(), "resolved", At(70));

        var done = Only(outcome);
        Assert.Equal((AgentActivities.Idle, At(70)), (done.Agent.Activity, done.Agent.ReadyAt));
        Assert.Equal(AssignmentStates.Completed, done.Assignment.State);
        var said = outcome.Events.OfType<CallWrappedUp>().Single();
        Assert.Equal(("resolved", 10_000L), (said.Disposition, said.DurationMs));
    }

    [Fact]
    public void A_wrap_up_that_runs_out_has_no_disposition()
    {
        Assert.NotNull(AssignmentRules.End(Released(), WrapUp, missedRings: 2, At(89)).Refusal);
        var outcome = AssignmentRules.End(Released(), WrapUp, missedRings: 2, At(91));

        Assert.Equal(At(90), Only(outcome).Agent.ReadyAt);
        Assert.Null(outcome.Events.OfType<CallWrappedUp>().Single().Disposition);
    }

    [Fact]
    public void Without_wrap_up_time_the_agent_is_idle_at_once()
    {
        var outcome = AssignmentRules.Release(Answered(), WrapUpPlan.None, At(60));

        Assert.Equal(AgentActivities.Idle, Only(outcome).Agent.Activity);
        Assert.Equal(0, outcome.Events.OfType<CallWrappedUp>().Single().DurationMs);
    }

    [Theory]
    [InlineData("no-answer", false)]
    [InlineData("rejected", false)]
    [InlineData("busy", false)]
    [InlineData("unreachable", false)]
    [InlineData("failed", false)]
    [InlineData("late", true)]
    public void A_declined_call_keeps_its_place_and_the_agent_their_status(string reason, bool keepsPlace)
    {
        var before = Reserved();
        var after = Only(AssignmentRules.Decline(before, reason, missedRings: 2, At(20)));

        Assert.Equal((AssignmentStates.Declined, reason), (after.Assignment.State, after.Assignment.Reason));
        Assert.Equal(CallStates.Waiting, after.Call.State);
        Assert.Equal(before.Call.QueuedAt, after.Call.QueuedAt);
        Assert.Equal(AgentStatuses.Available, after.Agent.Status);
        Assert.Equal(AgentActivities.Idle, after.Agent.Activity);
        Assert.Equal(keepsPlace ? before.Agent.ReadyAt : At(20), after.Agent.ReadyAt);
        Assert.Equal(reason == "unreachable", after.Agent.Unreachable);
    }

    [Theory]
    [InlineData("caller-gone", CallStates.Gone)]
    [InlineData("already-answered", CallStates.Answered)]
    public void A_call_without_need_of_an_agent_does_not_wait_again(string reason, string state) =>
        Assert.Equal(state, Only(AssignmentRules.Decline(Reserved(), reason, missedRings: 2, At(1))).Call.State);

    [Fact]
    public void A_lease_that_ends_returns_the_call_and_says_so()
    {
        Assert.NotNull(AssignmentRules.End(Reserved(), WrapUp, missedRings: 2, At(24)).Refusal);
        var outcome = AssignmentRules.End(Reserved(), WrapUp, missedRings: 2, At(25));

        Assert.Equal(AssignmentStates.Expired, Only(outcome).Assignment.State);
        Assert.Equal(CallStates.Waiting, Only(outcome).Call.State);
        Assert.Equal("expired", outcome.Events.OfType<AssignmentRescinded>().Single().Reason);
    }

    [Fact]
    public void An_answer_wins_over_an_expiry()
    {
        var expired = Only(AssignmentRules.End(Reserved(), WrapUp, missedRings: 2, At(25)));
        var answered = Only(AssignmentRules.Answer(expired, [], At(19)));

        Assert.Equal(AssignmentStates.Accepted, answered.Assignment.State);
        Assert.Equal(CallStates.Answered, answered.Call.State);
        Assert.Equal(AgentActivities.Talking, answered.Agent.Activity);
    }

    [Fact]
    public void An_answer_after_an_expiry_takes_back_what_was_reserved_instead()
    {
        var expired = Only(AssignmentRules.End(Reserved(), WrapUp, missedRings: 2, At(25)));
        var sameCall = Reserved(assignment: 501, call: 100, agent: 2);
        var sameAgent = Reserved(assignment: 502, call: 101, agent: 1);
        var outcome = AssignmentRules.Answer(
            expired with { Call = sameCall.Call, Agent = sameAgent.Agent }, [sameCall, sameAgent], At(24));

        Assert.Equal(
            [Id(501), Id(502)], outcome.Events.OfType<AssignmentRescinded>().Select(said => said.AssignmentId));
        Assert.Equal(AgentActivities.Idle, outcome.Changed[0].Agent.Activity);
        Assert.Equal(CallStates.Waiting, outcome.Changed[1].Call.State);
        var last = outcome.Changed[^1];
        Assert.Equal((Id(500), "accepted"), (last.Assignment.AssignmentId, last.Assignment.State));
        Assert.Equal((AgentActivities.Talking, Id(100)), (last.Agent.Activity, last.Agent.CallId));
    }

    [Fact]
    public void An_answer_that_ends_a_wrap_up_leaves_its_call_to_the_agent_who_talks_on_it_now()
    {
        // The call of the wrap-up came back to its queue, and another agent has answered it.
        var wrapUp = Released() with { Call = Call(100) with { State = CallStates.Answered } };
        var outcome = AssignmentRules.Answer(Reserved(assignment: 502, call: 101, agent: 1), [wrapUp], At(65));

        Assert.Equal((AssignmentStates.Completed, CallStates.Answered),
            (outcome.Changed[0].Assignment.State, outcome.Changed[0].Call.State));
    }

    [Fact]
    public void The_end_of_a_call_takes_a_reservation_back_and_the_agent_keeps_their_place()
    {
        var reserved = Reserved();
        var ended = reserved with { Call = WaitingCall.End(reserved.Call, Id(100), At(2)) };
        var outcome = AssignmentRules.CallEnded(ended, TimeSpan.FromSeconds(5), At(2));

        Assert.Equal(("rescinded", "call-ended"), (Only(outcome).Assignment.State, Only(outcome).Assignment.Reason));
        Assert.Equal(CallStates.Ended, Only(outcome).Call.State);
        Assert.Equal(reserved.Agent.ReadyAt, Only(outcome).Agent.ReadyAt);
        Assert.Equal("call-ended", outcome.Events.OfType<AssignmentRescinded>().Single().Reason);
    }

    [Fact]
    public void A_talk_whose_release_is_never_heard_ends_some_seconds_after_the_call()
    {
        var talking = Only(AssignmentRules.CallEnded(Answered(), TimeSpan.FromSeconds(5), At(60)));
        var repaired = Only(AssignmentRules.End(talking, WrapUp, missedRings: 2, At(66)));

        Assert.Equal(AgentActivities.Talking, talking.Agent.Activity);
        Assert.Equal(AgentActivities.WrapUp, repaired.Agent.Activity);
        Assert.Equal(At(95), repaired.Assignment.WrapUpUntilAt);
    }

    [Fact]
    public void A_removed_agent_gives_a_reservation_back_and_finishes_a_talk()
    {
        var removed = AssignmentRules.AgentRemoved(Reserved(), At(1));

        Assert.Equal("agent-removed", Only(removed).Assignment.Reason);
        Assert.Equal(CallStates.Waiting, Only(removed).Call.State);
        Assert.NotNull(AssignmentRules.AgentRemoved(Answered(), At(1)).Refusal);
    }

    [Fact]
    public void A_fact_that_comes_twice_or_too_late_is_refused_with_a_reason()
    {
        var declined = Only(AssignmentRules.Decline(Reserved(), "no-answer", missedRings: 2, At(20)));
        var done = Only(AssignmentRules.WrapUp(Released(), "resolved", At(70)));

        Assert.Equal(
            "declined, but declined", AssignmentRules.Decline(declined, "no-answer", missedRings: 2, At(21)).Refusal);
        Assert.NotNull(AssignmentRules.Answer(declined, [], At(21)).Refusal);
        Assert.NotNull(AssignmentRules.Answer(Answered(), [], At(21)).Refusal);
        Assert.NotNull(AssignmentRules.Release(Released(), WrapUp, At(61)).Refusal);
        Assert.NotNull(AssignmentRules.Release(done, WrapUp, At(61)).Refusal);
        Assert.NotNull(AssignmentRules.Ring(Answered(), At(5)).Refusal);
        Assert.NotNull(AssignmentRules.Decline(Answered(), "no-answer", missedRings: 2, At(5)).Refusal);
        Assert.NotNull(AssignmentRules.WrapUp(done, "again", At(80)).Refusal);
    }
}
