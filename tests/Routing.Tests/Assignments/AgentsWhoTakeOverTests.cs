using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Agents;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Assignments;

/// <summary>An agent who was asked first and is handed the caller has the call as an assigned one.</summary>
public sealed class AgentsWhoTakeOverTests(Servers servers)
{
    private static readonly Guid Part = Id(900);

    /// <summary>Agent 9 has call 100 and asks agent 1, who was chosen for nothing; call 101 waits.</summary>
    private async Task<Centre> AskedAsync()
    {
        var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(9));
        await centre.HearAsync(Facts.Queued());
        Assert.Equal(1, await centre.MatchAsync());
        var first = await centre.OneAsync<Guid>("select assignment_id from assignment");
        await centre.HearAsync(Facts.Answered(first, agent: 9));
        await centre.SaveAsync(Agent(1));
        await centre.HearAsync(new ConsultationStarted
        {
            CallId = Id(100), AgentId = Id(9), ToAgentId = Id(1), StartedAt = At(10),
        });
        await centre.HearAsync(Facts.Queued(call: 101, at: 11));
        await centre.HearAsync(Facts.Released(first, agent: 9, at: 20));
        return centre;
    }

    [Fact]
    public async Task They_talk_without_a_break_then_wrap_up_and_are_free_again()
    {
        await using var centre = await AskedAsync();
        await centre.HearAsync(Transferred());
        await centre.HearAsync(Facts.Answered(Part, at: 20));
        Assert.Equal(0, await centre.MatchAsync());
        var agent = await centre.AgentAsync(1);
        Assert.Equal(
            (AgentActivities.Talking, (Guid?)Id(100), null), (agent.Activity, agent.CallId, agent.AsideCallId));
        Assert.Equal(
            "answered", await centre.OneAsync<string>($"select state from waiting_call where call_id = '{Id(100)}'"));

        // The survey that follows holds nobody.
        await centre.HearAsync(Facts.Released(Part, at: 60));
        Assert.Equal(AgentActivities.WrapUp, (await centre.AgentAsync(1)).Activity);
        await centre.HearAsync(Facts.Ended(at: 61));
        centre.Clock.Move(600);
        await centre.Deadlines().EndDueAsync(CancellationToken.None);
        Assert.Contains(
            await centre.SaidAsync<CallWrappedUp>(), said => (said.AssignmentId, said.AgentId) == (Part, Id(1)));
        Assert.Equal(
            ["talking", "wrap-up", "idle"],
            (await centre.SaidAsync<AgentActivityChanged>()).Where(said => said.AgentId == Id(1))
                .Select(said => said.Activity));
        Assert.Equal(1, await centre.MatchAsync());
    }

    [Fact]
    public async Task A_wrap_up_of_another_call_is_over_when_they_take_over()
    {
        await using var centre = await AskedAsync();
        await centre.HearAsync(new ConsultationEnded
        {
            CallId = Id(100), AgentId = Id(9), ToAgentId = Id(1), Reason = "left", EndedAt = At(21),
        });
        Assert.Equal(1, await centre.MatchAsync());
        var other = await centre.OneAsync<Guid>($"select assignment_id from assignment where call_id = '{Id(101)}'");
        await centre.HearAsync(Facts.Answered(other, 101, at: 22));
        await centre.HearAsync(Facts.Released(other, 101, at: 30));
        await centre.HearAsync(Transferred(at: 40));
        await centre.HearAsync(Facts.Answered(Part, at: 40));
        Assert.Contains(await centre.SaidAsync<CallWrappedUp>(), said => said.AssignmentId == other);
        var agent = await centre.AgentAsync(1);
        Assert.Equal((AgentActivities.Talking, (Guid?)Id(100)), (agent.Activity, agent.CallId));
    }

    [Fact]
    public async Task Heard_twice_or_after_the_end_it_changes_nothing()
    {
        await using var centre = await AskedAsync();
        await centre.HearAsync(Transferred());
        await centre.HearAsync(Facts.Answered(Part, at: 20));
        await centre.HearAsync(Transferred());
        Assert.Equal(AgentActivities.Talking, (await centre.AgentAsync(1)).Activity);
        await centre.HearAsync(Facts.Released(Part, at: 60));
        await centre.HearAsync(Facts.Ended(at: 61));
        await centre.HearAsync(Transferred(part: 901));
        Assert.Equal(2, await centre.OneAsync<long>($"select count(*) from assignment where call_id = '{Id(100)}'"));
        Assert.Equal(AgentActivities.WrapUp, (await centre.AgentAsync(1)).Activity);
    }

    [Fact]
    public async Task A_call_handed_to_a_queue_or_a_number_is_assigned_to_nobody_by_that()
    {
        await using var centre = await AskedAsync();
        await centre.HearAsync(Transferred() with { AssignmentId = null, QueueId = null });
        Assert.Equal(1, await centre.OneAsync<long>("select count(*) from assignment"));
        Assert.Equal((Guid?)Id(100), (await centre.AgentAsync(1)).AsideCallId);
    }

    private static CallTransferred Transferred(int part = 900, double at = 20) => new()
    {
        CallId = Id(100),
        AgentId = Id(9),
        Kind = "agent",
        ToAgentId = Id(1),
        AssignmentId = Id(part),
        QueueId = Sales,
        TransferredAt = At(at),
    };
}
