using CallCenter.Routing.Agents;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Waiting;

/// <summary>Which calls are found together, and until when a place holds.</summary>
public sealed class PlaceRulesTests
{
    private static readonly QueuePlan Plan = new()
    {
        MatchLanguage = true,
        Care = new CareForAgents(),
        KeptClasses = [new KeptClass { Class = "gold", Teams = ["first"] }],
    };

    private static readonly WaitingCall Plain = Call(100) with { Language = "en" };

    [Fact]
    public void Calls_that_want_something_else_of_their_agent_are_in_another_bucket() => Assert.All(
        (WaitingCall[])
        [
            Plain with { Language = "zh" }, Plain with { CustomerClass = "gold" }, Plain with { Hard = true },
            Plain with { Channel = Channels.Chat }, Plain with { Skills = ["billing"] },
            Plain with { QueueId = Id(9_002) },
        ],
        other => Assert.NotEqual(Bucket(Plain, Plan), Bucket(other, Plan)));

    [Fact]
    public void What_the_plan_does_not_ask_for_parts_no_calls()
    {
        var careless = new QueuePlan();
        var other = Plain with
        {
            CallId = Id(101), Language = "zh", CustomerClass = "gold", Hard = true, CallerRef = "k1:a",
        };

        Assert.Equal(Bucket(Plain, careless), Bucket(other, careless));
        Assert.Equal(Bucket(Plain, Plan), Bucket(Plain with { CustomerClass = "silver" }, Plan));
    }

    [Fact]
    public void Where_a_score_never_reaches_its_cap_the_place_holds_until_the_next_step()
    {
        var plan = new QueuePlan { Steps = [new RoutingStep { AfterMs = 60_000, Raise = 1 }] };

        Assert.Equal(At(55), PlaceRules.Place(Plain, plan, Noon).PlaceUntilAt);
        Assert.Null(PlaceRules.Place(Plain, new QueuePlan(), Noon).PlaceUntilAt);
    }

    [Fact]
    public void What_the_plan_raises_counts_for_the_score_and_the_cap()
    {
        var plan = new QueuePlan { Acceleration = 7, ScoreCap = 20, Raise = 6 };

        Assert.Equal(6 + (7 * 5 / 60d), ScoreRules.Score(Plain, plan, Noon), 9);

        // (20 - 6) / 7 minutes; with less raised two sevenths of a minute more, and never a moment too early.
        Assert.Equal(At(115), ScoreRules.CappedAt(Plain, plan, 0));
        Assert.Equal(
            Plain.QueuedAt!.Value.AddMilliseconds(137_143), ScoreRules.CappedAt(Plain, plan with { Raise = 4 }, 0));
    }

    private static string Bucket(WaitingCall call, QueuePlan plan) => PlaceRules.Place(call, plan, Noon).Bucket;
}
