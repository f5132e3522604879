using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
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

    [Fact]
    public void A_phone_that_is_lost_begins_a_span_and_what_the_agent_does_goes_on_from_when_they_began()
    {
        var lost = ActivityRules.Apply(
            Talking, 8, new AgentPhoneOffline { AgentId = Id(1), OfflineAt = At(5) })[1];

        Assert.Equal(("talking", true, At(5), Noon), (
            lost.Activity, lost.PhoneOffline, lost.SinceAt, lost.DoingSinceAt!.Value));
        Assert.Empty(ActivityRules.Apply(lost, 9, new AgentPhoneOnline { AgentId = Id(1), OnlineAt = At(4) }));
        Assert.False(ActivityRules.Apply(
            lost, 9, new AgentPhoneOnline { AgentId = Id(1), OnlineAt = At(6) })[1].PhoneOffline);
        Assert.True(ActivityRules.Apply(lost, 9, Changed("idle", null))[1].PhoneOffline);
    }

    [Fact]
    public void Who_lets_rings_pass_does_not_respond_until_they_return()
    {
        var idle = Talking with { Activity = "idle", CallId = null };
        var deaf = ActivityRules.Apply(
            idle, 8, Changed("idle", null) with { NotRespondingReason = "no-answer" })[1];

        Assert.True(deaf.NotResponding);
        Assert.False(ActivityRules.Apply(deaf, 9, Changed("idle", null))[1].NotResponding);
    }

    [Fact]
    public void The_phone_of_a_new_agent_is_offline_until_it_is_heard_of()
    {
        var added = Assert.Single(ActivityRules.Apply(
            null, 1, new AgentAdded { AgentId = Id(1), Number = "1", Name = "One", AddedAt = Noon }));

        Assert.True(added.PhoneOffline);
    }

    private static AgentActivityChanged Changed(string activity, Guid? call) => new()
    {
        AgentId = Id(1), Status = "available", Activity = activity, CallId = call, ChangedAt = At(5),
    };
}
