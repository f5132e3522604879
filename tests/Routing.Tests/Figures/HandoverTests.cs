using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Figures;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Figures;

/// <summary>Callers who are handed on: what is counted for whom, from what was heard.</summary>
public sealed class HandoverTests(Servers servers)
{
    private static readonly Guid Support = Id(9_002);

    [Theory]
    [InlineData("wrong-queue", true)]
    [InlineData("agent-disconnected", false)]
    [InlineData("failed", false)]
    public void A_call_that_comes_back_because_a_phone_was_lost_was_not_given_back(string reason, bool counts) =>
        Assert.Equal(counts, HandoverRules.Of(Returned(at: 9, reason)) is not null);

    [Fact]
    public async Task A_caller_who_is_handed_on_from_one_queue_to_another_was_not_right_the_first_time()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(
            Queue("sales"), Queue("support") with { QueueId = Support, Name = "Support" },
            Agent(1, 10, "sales"), Agent(2, 10, "support"));
        await TalkAsync(centre, call: 100, queue: Sales, agent: 1, at: 0, handedOn: new CallTransferred
        {
            CallId = Id(100), AgentId = Id(1), Kind = "queue", ToQueueId = Support, TransferredAt = At(60),
        });
        await TalkAsync(centre, call: 100, queue: Support, agent: 2, at: 60, handedOn: null);
        await centre.HearAsync(Facts.Ended(at: 121) with { Abandoned = false, Cause = "completed" });
        await TalkAsync(centre, call: 101, queue: Sales, agent: 1, at: 200, handedOn: null);
        await TalkAsync(centre, call: 102, queue: Sales, agent: 1, at: 300, handedOn: new CallTransferred
        {
            CallId = Id(102), AgentId = Id(1), Kind = "number", TransferredAt = At(365),
        });
        await TalkAsync(centre, call: 103, queue: Sales, agent: 1, at: 400, Returned(at: 460) with
        {
            CallId = Id(103),
        });
        await centre.FoldAsync();

        var window = FigureWindow.Today(centre.Options, At(1_000));
        await using var connection = await centre.Database.OpenConnectionAsync(Token);
        var queues = (await TallyStore.QueuesAsync(connection, window, Token)).ToDictionary(one => one.QueueId);
        double? Of(Guid queue, string id) => QueueDefinitions.All.Single(one => one.Id == id).Of(queues[queue]);

        Assert.Equal((1, 1, 1, 0), (
            Of(Sales, "transfers.out.internal"), Of(Sales, "transfers.out.external"), Of(Sales, "given-back"),
            Of(Sales, "transfers.in")));
        Assert.Equal((0.5, 0.25), (Of(Sales, "transfer-rate"), Of(Sales, "first-time-right")));
        // The talk in the other queue was the caller's second: neither right nor wrong the first time.
        Assert.Equal((1, 0, null), (
            Of(Support, "transfers.in"), Of(Support, "transfer-rate"), Of(Support, "first-time-right")));

        var first = Assert.Single(await TallyStore.AgentsAsync(connection, window, Id(1), Token));
        Assert.Equal((1, 1, 1, 4, 1), (
            first.Handling.HandedInside, first.Handling.HandedOutside, first.Handling.GivenBack,
            first.Handling.FirstTalks, first.Handling.FirstTalksRight));
    }

    /// <summary>Queued, assigned, bridged, perhaps handed on a minute later, and wrapped up.</summary>
    private static async Task TalkAsync(
        Centre centre, int call, Guid queue, int agent, double at, object? handedOn)
    {
        await centre.HearAsync(Facts.Queued(call, at, queue));
        Assert.Equal(1, await centre.MatchAsync());
        var assignment = await centre.OneAsync<Guid>(
            "select assignment_id from assignment where state = 'pending' and agent_id = @agent",
            new { agent = Id(agent) });
        await centre.HearAsync(Facts.Answered(assignment, call, agent, at + 4) with { QueueId = queue });
        if (handedOn is not null)
        {
            await centre.HearAsync(handedOn);
        }

        await centre.HearAsync(Facts.Released(assignment, call, agent, at + 60));
        centre.Clock.Move(100);
        await centre.Deadlines().EndDueAsync(Token);
    }

    private static CallReturned Returned(double at, string reason = "wrong-queue") => new()
    {
        CallId = Id(100), AgentId = Id(1), QueueId = Sales, Reason = reason, ReturnedAt = At(at),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
