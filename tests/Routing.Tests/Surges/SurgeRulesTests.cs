using CallCenter.Routing.Queues;
using CallCenter.Routing.Surges;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Surges;

public sealed class SurgeRulesTests
{
    private static readonly Queue Prepared = Queue() with { Plan = new QueuePlan { Surge = new Surge() } };

    private static readonly Queue Other = Prepared with { QueueId = Id(9_002) };

    private static readonly Queue Unprepared = Queue() with { QueueId = Id(9_003) };

    [Theory]
    [InlineData(59_999, false)]
    [InlineData(60_000, true)]
    [InlineData(604_800_000, true)]
    [InlineData(604_800_001, false)]
    public void A_surge_is_on_for_a_minute_to_a_week(long forMs, bool fits) =>
        Assert.Equal(fits, SurgeRules.Problem(forMs) is null);

    [Fact]
    public void All_that_have_a_surge_prepared_are_chosen_or_those_named()
    {
        Queue[] all = [Prepared, Other, Unprepared];

        Assert.Equal([Prepared, Other], SurgeRules.Choose(all, named: null).Chosen);
        Assert.Equal([Other], SurgeRules.Choose(all, [Other.QueueId]).Chosen);
        Assert.Empty(SurgeRules.Choose(all, named: []).Chosen);
        Assert.Equal(
            ("queues[1]", "has no surge prepared"),
            SurgeRules.Choose(all, [Other.QueueId, Unprepared.QueueId]).Problem);
        Assert.Equal(("queues[0]", "is not a queue"), SurgeRules.Choose(all, [Id(1)]).Problem);
    }
}
