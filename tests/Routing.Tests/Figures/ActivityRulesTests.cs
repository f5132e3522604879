using CallCenter.Contracts.Routing;
using CallCenter.Routing.Figures;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Figures;

/// <summary>What single events make of the span of an agent.</summary>
public sealed class ActivityRulesTests
{
    private static readonly ActivitySpan Talking = new()
    {
        AgentId = Id(1), Id = 7, SinceAt = Noon, Status = "available", Activity = "talking", CallId = Id(100),
    };

    [Fact]
    public void An_event_that_was_said_before_the_present_span_began_or_began_it_changes_nothing()
    {
        Assert.Empty(ActivityRules.Apply(Talking, 6, Changed("idle", null)));
        Assert.Empty(ActivityRules.Apply(Talking, 7, Changed("idle", null)));
        Assert.Equal(2, ActivityRules.Apply(Talking, 8, Changed("idle", null)).Count);
    }

    [Fact]
    public void The_next_call_begins_a_span_of_its_own_and_the_same_again_none()
    {
        Assert.Empty(ActivityRules.Apply(Talking, 8, Changed("talking", Id(100))));
        Assert.Equal(Id(101), ActivityRules.Apply(Talking, 8, Changed("talking", Id(101)))[1].CallId);
    }

    [Fact]
    public void A_talk_goes_on_when_the_agent_is_removed()
    {
        var spans = ActivityRules.Apply(Talking, 8, new AgentRemoved { AgentId = Id(1), RemovedAt = At(5) });

        Assert.Equal(
            ("offline", "talking", Id(100), At(5)),
            (spans[1].Status, spans[1].Activity, spans[1].CallId!.Value, spans[1].SinceAt));
    }

    private static AgentActivityChanged Changed(string activity, Guid? call) => new()
    {
        AgentId = Id(1), Status = "available", Activity = activity, CallId = call, ChangedAt = At(5),
    };
}
