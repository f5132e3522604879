using CallCenter.Contracts.Routing;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Matching;

/// <summary>More calls of a bucket wait than a pass loads, with the rows of a real database.</summary>
public sealed class ManyBucketsTests(Servers servers)
{
    [Fact]
    public async Task Agents_of_two_buckets_take_the_oldest_calls_also_where_one_bucket_was_cut()
    {
        await using var centre = await OpenAsync();
        await QueueAsync(centre, 100, 6, "en");
        await QueueAsync(centre, 200, 6, "zh");
        await centre.SaveAsync([.. Enumerable.Range(1, 5).Select(n => (object)Agent(n, n, "en", "zh"))]);

        Assert.Equal(2, await centre.MatchAsync());
        Assert.True(await centre.Signal.WaitAsync(TimeSpan.Zero, CancellationToken.None));
        Assert.Equal(2, await centre.MatchAsync(everyone: true));
        Assert.Equal(1, await centre.MatchAsync());

        Assert.Equal(
            Enumerable.Range(100, 5).Select(Id), (await centre.SaidAsync<CallAssigned>()).Select(one => one.CallId));
    }

    [Fact]
    public async Task Calls_that_were_not_loaded_get_the_agents_left_without_waiting_for_a_sweep()
    {
        await using var centre = await OpenAsync();
        centre.Options.SweepTime = TimeSpan.FromMinutes(1);
        await QueueAsync(centre, 200, 2, "zh");
        await QueueAsync(centre, 100, 6, "en");
        await centre.SaveAsync([.. Enumerable.Range(1, 6).Select(n => (object)Agent(n, n, "en"))]);

        // The clock stands, so that only the first pass can be followed by a sweep.
        await centre.StartMatcherAsync();
        centre.Signal.Wake();

        await Wait.UntilAsync(async () => (await centre.SaidAsync<CallAssigned>()).Count == 6);
    }

    [Fact]
    public async Task A_bucket_whose_calls_nobody_can_take_does_not_stop_the_others()
    {
        await using var centre = await OpenAsync();
        await QueueAsync(centre, 200, 3, "fr");
        await QueueAsync(centre, 100, 1, "en");
        await centre.SaveAsync(Agent(1, 1, "en"), Agent(2, 1, "en"));

        Assert.Equal(1, await centre.MatchAsync());
    }

    /// <summary>A pass loads four calls: two of each of two buckets.</summary>
    private async Task<Centre> OpenAsync()
    {
        var centre = await Centre.OpenAsync(servers);
        centre.Options.CallsPerPass = 4;
        await centre.SaveAsync(Queue());
        return centre;
    }

    private static async Task QueueAsync(Centre centre, int from, int count, string skill)
    {
        for (var n = from; n < from + count; n++)
        {
            centre.Clock.Move(1);
            var at = (centre.Clock.GetUtcNow() - Noon).TotalSeconds;
            await centre.HearAsync(Facts.Queued(call: n, at) with { Skills = [skill] });
        }

        await centre.Signal.WaitAsync(TimeSpan.Zero, CancellationToken.None);
    }
}
