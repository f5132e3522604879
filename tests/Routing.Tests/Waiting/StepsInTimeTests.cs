using CallCenter.Contracts.Feedback;
using CallCenter.Contracts.Routing;
using CallCenter.Routing.Queues;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Waiting;

/// <summary>Steps, classes and meant agents with the rows of a real database.</summary>
public sealed class StepsInTimeTests(Servers servers)
{
    [Fact]
    public async Task A_call_gets_by_its_step_whom_it_did_not_get_before()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(
            Agent(1, 10, "en"),
            Queue("en", "gold") with
            {
                Plan = new QueuePlan { Steps = [new RoutingStep { AfterMs = 15_000, Drop = ["gold"] }] },
            });
        await centre.HearAsync(Facts.Queued());
        Assert.Equal(0, await centre.MatchAsync(everyone: true));

        centre.Clock.Move(16);
        await centre.StartMatcherAsync();
        await Wait.UntilAsync(async () => (await centre.SaidAsync<CallAssigned>()).Count == 1);

        Assert.Equal(0, await centre.OneAsync<int>("select step from nobody_decision"));
        Assert.Equal(1, await centre.OneAsync<int>("select step from decision"));
    }

    [Fact]
    public async Task A_caller_of_a_class_gets_the_agents_kept_for_it()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(
            Agent(1, 99), Agent(2, 10) with { Team = "senior" },
            Queue() with
            {
                Plan = new QueuePlan { KeptClasses = [new KeptClass { Class = "high", Teams = ["senior"] }] },
            });
        await centre.HearAsync(Class("high", at: 10, "k1:a", "k1:b"));
        await centre.HearAsync(Class("standard", at: 5, "k1:a"));

        await centre.HearAsync(Facts.Queued() with { CallerRef = "k1:a" });
        await centre.MatchAsync();

        Assert.Equal(Id(2), Assert.Single(await centre.SaidAsync<CallAssigned>()).AgentId);
    }

    private static CustomerClassChanged Class(string name, double at, params string[] refs) =>
        new() { CustomerId = Id(800), CallerRefs = refs, Class = name, ChangedAt = At(at) };

    [Fact]
    public async Task A_caller_gets_who_talked_with_them_last()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(
            Agent(1), Agent(2, 99),
            Queue() with { Plan = new QueuePlan { PreferredWaitMs = 30_000, LastAgentWithinMs = 86_400_000 } });
        await centre.SaveAsync(Agent(2, 99) with { Status = "break" });
        await centre.HearAsync(Facts.Queued() with { CallerRef = "k1:a" });
        await centre.MatchAsync();
        var first = Assert.Single(await centre.SaidAsync<CallAssigned>());
        await centre.HearAsync(Facts.Answered(first.AssignmentId));
        await centre.HearAsync(Facts.Released(first.AssignmentId));
        await centre.SaveAsync(Agent(2, 99));

        // Agent 1 is in wrap-up: the call waits for them, then goes to another.
        centre.Clock.Move(60);
        await centre.HearAsync(Facts.Queued(call: 101, at: 60) with { CallerRef = "k1:a" });
        Assert.Equal(0, await centre.MatchAsync());
        centre.Clock.Move(31);
        Assert.Equal(1, await centre.MatchAsync());

        Assert.Equal(Id(2), (await centre.SaidAsync<CallAssigned>())[1].AgentId);
    }
}
