using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Matching;
using Xunit;
using static CallCenter.Routing.Tests.Builders;
using static CallCenter.Routing.Tests.Facts;

namespace CallCenter.Routing.Tests.Callbacks;

/// <summary>Calls and a callback wait for an agent who is not idle yet, with the rows of a real database.</summary>
public sealed class CallbacksBehindCallsTests(Servers servers)
{
    [Theory]
    [InlineData(30, 0)]
    [InlineData(-30, 1)]
    public async Task A_customer_is_not_dialled_for_an_agent_in_wrap_up_whom_calls_that_came_before_will_get(
        double asked, int dialled)
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1));
        await WrapUpAsync(centre);
        for (var n = 0; n < 50; n++)
        {
            await centre.HearAsync(Queued(call: 200 + n));
        }

        await centre.HearAsync(Requested(asked));
        centre.Clock.Move(80);

        Assert.Equal(0, await centre.MatchAsync());
        Assert.Equal(dialled, (await centre.SaidAsync<CallbackDue>()).Count);
    }

    [Fact]
    public async Task No_call_is_loaded_in_vain_while_nobody_is_idle_and_nobody_waits_to_be_called_back()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1));
        await WrapUpAsync(centre);
        await centre.HearAsync(Queued(call: 200));

        Assert.Equal(0, await LoadedAsync(centre));
        await centre.HearAsync(Requested(30));
        Assert.Equal(1, await LoadedAsync(centre));
    }

    /// <summary>Agent 1 has served call 100 and is in wrap-up until 90 s after noon.</summary>
    private static async Task WrapUpAsync(Centre centre)
    {
        await centre.HearAsync(Queued());
        await centre.MatchAsync();
        var assignment = Assert.Single(await centre.SaidAsync<CallAssigned>()).AssignmentId;
        await centre.HearAsync(Answered(assignment));
        await centre.HearAsync(Released(assignment));
    }

    private static async Task<int> LoadedAsync(Centre centre)
    {
        var limits = new LoadLimits
        {
            ReadyAgents = 100, Calls = 100, Explained = 0, DeclinedSince = Noon, SoonAt = At(100),
            Turn = MatcherTurn.None,
        };
        await using var work = await centre.Transactions.BeginAsync(CancellationToken.None);
        return (await MatchStore.LoadAsync(work.Transaction, limits, At(80), CancellationToken.None))
            .Calls.Count;
    }

    private static CallbackRequested Requested(double at) => new()
    {
        CallbackId = Id(700),
        QueueId = Sales,
        NumberId = Id(7),
        CallerRef = "k1:700",
        Language = "en",
        QueuedAt = At(at),
        RequestedAt = At(at),
    };
}
