using CallCenter.Contracts.Routing;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Queues;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Assignments;

/// <summary>Released 60 s after noon by a queue whose wrap-up takes 30 s, at most 100 s.</summary>
public sealed class WrapUpModesTests
{
    private static WrapUpPlan Plan(string mode) => new() { Mode = mode, Ms = 30_000, MostMs = 100_000 };

    private static Engagement Released(string mode) =>
        Only(AssignmentRules.Release(Only(AssignmentRules.Answer(Reserved(), [], At(4))), Plan(mode), At(60)));

    private static Engagement Only(Outcome outcome)
    {
        Assert.Null(outcome.Refusal);
        return Assert.Single(outcome.Changed);
    }

    private static Outcome End(Engagement on, double at) =>
        AssignmentRules.End(on, Plan("none"), missedRings: 2, At(at));

    [Theory]
    [InlineData("none", null)]
    [InlineData("optional", 90)]
    [InlineData("timed", 90)]
    [InlineData("mandatory", 160)]
    [InlineData("extended", 90)]
    public void A_wrap_up_that_is_left_alone_ends_by_itself(string mode, int? endsAt)
    {
        var released = Released(mode);

        if (endsAt is not { } at)
        {
            Assert.Equal(AgentActivities.Idle, released.Agent.Activity);
            return;
        }

        Assert.Equal(AgentActivities.WrapUp, released.Agent.Activity);
        Assert.NotNull(End(released, at - 0.001).Refusal);
        var ended = Only(End(released, at)).Agent;
        Assert.Equal((AgentActivities.Idle, At(at)), (ended.Activity, ended.ReadyAt));
    }

    [Theory]
    [InlineData("optional", true)]
    [InlineData("mandatory", true)]
    [InlineData("timed", false)]
    [InlineData("extended", false)]
    public void A_disposition_frees_the_agent_unless_the_wrap_up_lasts_its_time(string mode, bool frees)
    {
        var outcome = AssignmentRules.WrapUp(Released(mode), "resolved", At(70));

        var named = Only(outcome);
        Assert.Equal(frees ? AgentActivities.Idle : AgentActivities.WrapUp, named.Agent.Activity);
        Assert.Equal("resolved", named.Assignment.Disposition);
        var said = (frees ? outcome : End(named, 90)).Events.OfType<CallWrappedUp>().Single();
        Assert.Equal(("resolved", null, frees ? 10_000 : 30_000), (said.Disposition, said.Forgotten, said.DurationMs));
    }

    [Fact]
    public void A_mandatory_wrap_up_that_is_forgotten_frees_the_agent_at_last_and_says_so()
    {
        var outcome = End(Released("mandatory"), 160);

        Assert.Equal(AssignmentRules.Forgotten, Only(outcome).Assignment.Reason);
        var said = outcome.Events.OfType<CallWrappedUp>().Single();
        Assert.Equal((null, true, 100_000), (said.Disposition, said.Forgotten, said.DurationMs));
    }

    [Fact]
    public void An_agent_gets_more_time_on_request_up_to_the_most()
    {
        var more = TimeSpan.FromSeconds(50);
        var once = Only(AssignmentRules.ExtendWrapUp(Released("extended"), more));
        var twice = Only(AssignmentRules.ExtendWrapUp(once, more));

        Assert.Equal((At(140), At(160)), (once.Assignment.WrapUpUntilAt, twice.Assignment.WrapUpUntilAt));
        Assert.Equal("The wrap-up is as long as it can be.", AssignmentRules.ExtendWrapUp(twice, more).Refusal);
        Assert.NotNull(End(once, 139).Refusal);
        Assert.Equal(AgentActivities.Idle, Only(End(once, 140)).Agent.Activity);
    }

    [Theory]
    [InlineData("optional")]
    [InlineData("timed")]
    [InlineData("mandatory")]
    public void No_other_wrap_up_is_extended(string mode) => Assert.Equal(
        "The queue does not extend its wrap-ups.",
        AssignmentRules.ExtendWrapUp(Released(mode), TimeSpan.FromSeconds(1)).Refusal);

    [Fact]
    public void Nothing_is_extended_before_the_release_or_after_the_end()
    {
        var ended = Only(End(Released("extended"), 90));

        Assert.NotNull(AssignmentRules.ExtendWrapUp(Reserved(), TimeSpan.FromSeconds(1)).Refusal);
        Assert.NotNull(AssignmentRules.ExtendWrapUp(ended, TimeSpan.FromSeconds(1)).Refusal);
    }

    [Fact]
    public void A_chosen_status_does_not_end_the_wrap_up_but_holds_when_it_has_ended()
    {
        var released = Released("mandatory");
        var leaving = released with { Agent = released.Agent.Choose("break", "lunch", At(61)).Agent };
        var done = Only(AssignmentRules.WrapUp(leaving, "resolved", At(70)));

        Assert.Equal(
            ("wrap-up", "available", "break"),
            (leaving.Agent.Activity, leaving.Agent.Status, leaving.Agent.NextStatus));
        Assert.Equal(("idle", "break", "lunch"), (done.Agent.Activity, done.Agent.Status, done.Agent.BreakName));
    }

    [Theory]
    [InlineData("sometimes", 30_000, 60_000, "wrapUpMode")]
    [InlineData("optional", 3_600_001, 60_000, "wrapUpMs")]
    [InlineData("mandatory", 30_000, 999, "wrapUpMostMs")]
    [InlineData("extended", 30_000, 29_999, "wrapUpMostMs")]
    [InlineData("timed", 30_000, 29_999, null)]
    public void A_plan_that_breaks_a_rule_is_told_where(string mode, int ms, int mostMs, string? field) =>
        Assert.Equal(field, new WrapUpPlan { Mode = mode, Ms = ms, MostMs = mostMs }.Problem()?.Field);
}
