using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Liveness;
using CallCenter.Routing.Waiting;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Liveness;

/// <summary>Whatever an agent, a call and an assignment are together, it can be repaired.</summary>
public sealed class ReconcileRulesPropertyTests
{
    private static readonly string[] Activities = ["idle", "reserved", "ringing", "talking", "wrap-up"];

    private static readonly string[] Calls =
        ["waiting", "assigned", "answered", "served", "gone", "not-routable", "ended"];

    private static readonly Gen<Engagement> Anything =
        from activity in Gen.Elements(Activities)
        from ownCall in Gen.Elements<int?>(null, 100, 999)
        from call in Gen.Elements(Calls)
        from heard in Gen.Elements(0, -13)
        from state in Gen.Elements("pending", "accepted", "completed", "rescinded")
        from released in Gen.Elements(true, false)
        from lease in Gen.Elements(true, false)
        from removed in Gen.Elements(true, false)
        from chats in Gen.Choose(0, 2)
        select new Engagement
        {
            Agent = Agent(1) with
            {
                Activity = activity,
                Held = [0, 0, (short)chats, 0],
                CallId = ownCall is { } number ? Id(number) : null,
                RemovedAt = removed ? Noon : null,
            },
            Call = Call(100) with { State = call, ChangedAt = Noon.AddHours(heard) },
            Assignment = Reserved().Assignment with
            {
                State = state,
                AnsweredAt = state == "pending" ? null : Noon,
                ReleasedAt = state == "accepted" && released ? Noon : null,
                WrapUpUntilAt = state == "accepted" && released ? At(30) : null,
                LeaseUntilAt = lease ? At(25) : null,
            },
        };

    [Fact]
    public void A_few_repairs_bring_anything_to_what_can_be() => Prop.ForAll(Arb.From(Anything), planted =>
    {
        var now = planted;
        for (var look = 0; look < 4; look++)
        {
            now = RepairCall(RepairAgent(now));
        }

        Assert.Null(FindAgent(now));
        Assert.Null(FindCall(now));
        Assert.Equal(planted.Agent.Status, now.Agent.Status);
        Assert.Equal([0, 0, 0, 0], now.Agent.Held);
        Assert.Equal(now.Assignment.Live, now.Agent.Activity != AgentActivities.Idle);
        Assert.True(!now.Assignment.Live || now.Assignment.LeaseUntilAt is not null
            || now.Assignment.WrapUpUntilAt is not null || now.Call.State == CallStates.Answered, $"{now} never ends");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    private static Engagement? Live(Engagement on) => on.Assignment.Live ? on : null;

    private static Finding? FindAgent(Engagement on) => ReconcileRules.OfAgent(
        on.Agent, Live(on), on.Assignment.Live ? [on.Assignment] : [], Noon);

    private static Finding? FindCall(Engagement on) =>
        ReconcileRules.OfCall(on.Call, Live(on) is { } live ? [live] : [], Noon.AddHours(-12), Noon);

    private static Engagement RepairAgent(Engagement on) => With(on, FindAgent(on));

    private static Engagement RepairCall(Engagement on) => With(on, FindCall(on));

    private static Engagement With(Engagement on, Finding? finding)
    {
        var changed = finding?.Changed is [var one] ? one : on;
        return changed with { Agent = finding?.Agent ?? changed.Agent, Call = finding?.Call ?? changed.Call };
    }
}
