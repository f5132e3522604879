using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Agents;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Assignments;

/// <summary>An agent who makes a call is busy with it and free again afterwards.</summary>
public sealed class AgentsWhoDialTests(Servers servers)
{
    private const int Own = 500;
    private static readonly Guid Part = Id(900);

    [Fact]
    public async Task From_dialled_to_wrapped_up_no_other_call_is_offered()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1));
        await centre.HearAsync(Dialled());
        await centre.HearAsync(Facts.Queued());
        Assert.Equal(0, await centre.MatchAsync());
        await centre.HearAsync(Facts.Ringing(Part, Own));
        await centre.HearAsync(Facts.Answered(Part, Own));
        Assert.Equal(0, await centre.MatchAsync());
        await centre.HearAsync(Facts.Released(Part, Own));
        await centre.HearAsync(Facts.Ended(Own, at: 61));
        centre.Clock.Move(91);
        Assert.Equal(1, await centre.Deadlines().EndDueAsync(CancellationToken.None));

        Assert.Equal(
            ["reserved", "ringing", "talking", "wrap-up", "idle"],
            (await centre.SaidAsync<AgentActivityChanged>()).Select(said => said.Activity));
        Assert.Equal(Part, Assert.Single(await centre.SaidAsync<CallWrappedUp>()).AssignmentId);
        Assert.Equal(1, await centre.MatchAsync());
    }

    [Fact]
    public async Task A_call_that_nobody_answered_frees_the_agent_at_once_and_waits_for_nobody()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1));
        await centre.HearAsync(Dialled());
        await centre.HearAsync(Facts.Ringing(Part, Own));
        await centre.HearAsync(Facts.Ended(Own, at: 20));

        Assert.Equal(AgentActivities.Idle, (await centre.AgentAsync(1)).Activity);
        Assert.Equal("ended", await centre.OneAsync<string>("select state from waiting_call"));
        Assert.Empty(await centre.SaidAsync<CallWrappedUp>());
        Assert.Equal(0, await centre.MatchAsync());
    }

    [Fact]
    public async Task A_reservation_is_taken_back_and_a_wrap_up_is_over_when_the_agent_dials()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1));
        await centre.HearAsync(Facts.Queued());
        Assert.Equal(1, await centre.MatchAsync());
        await centre.HearAsync(Dialled());
        Assert.Equal("superseded", Assert.Single(await centre.SaidAsync<AssignmentRescinded>()).Reason);
        Assert.Equal(
            "waiting", await centre.OneAsync<string>($"select state from waiting_call where call_id = '{Id(100)}'"));
        await centre.HearAsync(Facts.Answered(Part, Own));
        await centre.HearAsync(Facts.Released(Part, Own));

        await centre.HearAsync(Dialled(call: 501, part: 901, at: 70));

        Assert.Equal(Part, Assert.Single(await centre.SaidAsync<CallWrappedUp>()).AssignmentId);
        Assert.Equal(AgentActivities.Reserved, (await centre.AgentAsync(1)).Activity);
        Assert.Equal(0, await centre.MatchAsync());
    }

    [Fact]
    public async Task What_comes_after_the_end_or_while_the_agent_talks_changes_nothing()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1));
        await centre.HearAsync(Facts.Ended(Own, at: 1));
        await centre.HearAsync(Dialled());
        Assert.Equal(AgentActivities.Idle, (await centre.AgentAsync(1)).Activity);
        await centre.HearAsync(Dialled(call: 501, part: 901));
        await centre.HearAsync(Facts.Answered(Id(901), 501));
        await centre.HearAsync(Dialled(call: 502, part: 902));
        await centre.HearAsync(Dialled(call: 501, part: 901));
        Assert.Equal(1, await centre.OneAsync<long>("select count(*) from assignment"));
        Assert.Equal(AgentActivities.Talking, (await centre.AgentAsync(1)).Activity);
    }

    [Fact]
    public async Task A_talk_whose_end_is_still_to_be_heard_is_over_when_the_agent_dials()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1));
        await centre.HearAsync(Dialled());
        await centre.HearAsync(Facts.Answered(Part, Own));
        await centre.HearAsync(Dialled(call: 501, part: 901, at: 50));
        Assert.Equal(Part, Assert.Single(await centre.SaidAsync<CallWrappedUp>()).AssignmentId);
        await centre.HearAsync(Facts.Released(Part, Own, at: 49));
        await centre.HearAsync(Facts.Answered(Id(901), 501, at: 55));

        var agent = await centre.AgentAsync(1);
        Assert.Equal((AgentActivities.Talking, (Guid?)Id(501)), (agent.Activity, agent.CallId));
        await centre.HearAsync(Facts.Released(Id(901), 501, at: 80));
        Assert.Equal(AgentActivities.WrapUp, (await centre.AgentAsync(1)).Activity);
        Assert.Single(await centre.SaidAsync<CallWrappedUp>());
    }

    private static AgentDialled Dialled(int call = Own, int part = 900, double at = 0) => new()
    {
        CallId = Id(call),
        AssignmentId = Id(part),
        AgentId = Id(1),
        NumberId = Id(700),
        QueueId = Queue().QueueId,
        CallerRef = "k1:somebody",
        RingUntilAt = At(at + 60),
        DialledAt = At(at),
    };
}
