using CallCenter.Routing.Decisions;
using CallCenter.Routing.Queues;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Decisions;

/// <summary>Why nobody got a call is kept for each queue it has stood in, with the rows of a real database.</summary>
public sealed class NobodyByQueueTests(Servers servers)
{
    private static readonly Guid Care = Id(9_002);

    [Fact]
    public async Task Why_nobody_got_a_call_in_one_queue_is_still_there_when_nobody_got_it_in_the_next()
    {
        await using var centre = await Centre.OpenAsync(servers);
        var rule = new OverflowRule { When = new() { WaitingOver = 0 }, ToQueue = Care, MoveWaiting = true };
        await centre.SaveAsync(
            Queue("zh"), Queue("fr") with { QueueId = Care, Name = "Care" }, Agent(1, 10, "en"));
        await centre.HearAsync(Facts.Queued());
        await centre.MatchAsync(everyone: true);
        centre.Clock.Move(1);
        await centre.SaveAsync(Queue("zh") with { Plan = new QueuePlan { Overflow = [rule] } });
        Assert.Equal(1, await centre.OverflowAsync());
        await centre.MatchAsync(everyone: true);

        // A reason that changes in the same queue and step replaces the one before.
        centre.Clock.Move(1);
        await centre.SaveAsync(Agent(1, 10, "en") with { Status = "break" });
        await centre.MatchAsync(everyone: true);

        await using var connection = await centre.Database.OpenConnectionAsync(CancellationToken.None);
        var kept = await DecisionStore.OfCallAsync(connection, Id(100), 10, CancellationToken.None);
        Assert.Equal([(Sales, "lacks skill zh"), (Care, "not available")], kept.Select(
            one => (one.QueueId, Assert.Single(one.ReadTrace().Removed).Reason)));
    }
}
