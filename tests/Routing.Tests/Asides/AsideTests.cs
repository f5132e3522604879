using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Waiting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Asides;

/// <summary>An agent who is consulted or in a conference gets no call meanwhile, and calls again afterwards.</summary>
public sealed class AsideTests(Servers servers)
{
    private static ConsultationStarted Started(double at = 1) => new()
    {
        CallId = Id(100), AgentId = Id(9), ToAgentId = Id(1), StartedAt = At(at),
    };

    /// <summary>Call 100 talks with somebody; agent 1 is asked; call 101 waits.</summary>
    private async Task<Centre> ConsultedAsync()
    {
        var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1), Call(100) with { State = CallStates.Answered });
        await centre.HearAsync(Started());
        await centre.HearAsync(Facts.Queued(call: 101, at: 1));
        return centre;
    }

    [Fact]
    public async Task No_call_is_assigned_while_they_talk_and_they_are_shown_as_talking()
    {
        await using var centre = await ConsultedAsync();
        Assert.Equal(0, await centre.MatchAsync());
        Assert.Equal(0, await centre.MatchAsync(everyone: true));
        var said = Assert.Single(await centre.SaidAsync<AgentActivityChanged>());
        Assert.Equal(("talking", (Guid?)Id(100)), (said.Activity, said.CallId));
    }

    [Theory]
    [InlineData("ended")]
    [InlineData("transfer-failed")]
    [InlineData("call-ended")]
    public async Task They_are_free_again_in_every_ending(string ending)
    {
        await using var centre = await ConsultedAsync();
        await centre.HearAsync(new ConferenceStarted
        {
            CallId = Id(100), AgentId = Id(9), ToAgentId = Id(1), StartedAt = At(2),
        });
        object over = ending switch
        {
            "ended" => new ConsultationEnded
            {
                CallId = Id(100), AgentId = Id(9), ToAgentId = Id(1), Reason = "left", EndedAt = At(9),
            },
            "transfer-failed" => new TransferFailed { CallId = Id(100), Reason = "failed", FailedAt = At(9) },
            _ => Facts.Ended(at: 9),
        };
        await centre.HearAsync(over);
        Assert.Equal("idle", await centre.OneAsync<string>("select activity from agent"));
        Assert.Equal(1, await centre.MatchAsync());
    }

    [Fact]
    public async Task What_is_heard_after_the_end_of_the_call_holds_nobody()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1), Call(100) with { State = CallStates.Answered });
        await centre.HearAsync(Facts.Ended(at: 1));
        await centre.HearAsync(Started());
        await centre.HearAsync(Facts.Queued(call: 101, at: 1));
        Assert.Equal(1, await centre.MatchAsync());
    }

    [Fact]
    public async Task An_end_that_was_never_heard_is_repaired_and_a_talk_that_goes_on_is_not()
    {
        await using var centre = await ConsultedAsync();
        await LookAsync(centre);
        Assert.Equal("talking", await centre.OneAsync<string>("select activity from agent"));
        await centre.SaveAsync(Call(100) with { State = CallStates.Ended });
        await LookAsync(centre);
        Assert.Equal("idle", await centre.OneAsync<string>("select activity from agent"));
        Assert.Equal(1, await centre.MatchAsync());
    }

    [Fact]
    public async Task A_wrap_up_that_ends_while_they_are_asked_gives_them_no_call()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1), Call(100) with { State = CallStates.Answered });
        await centre.HearAsync(Facts.Queued(call: 102));
        Assert.Equal(1, await centre.MatchAsync());
        var assignment = await centre.OneAsync<Guid>("select assignment_id from assignment");
        await centre.HearAsync(Facts.Answered(assignment, 102));
        await centre.HearAsync(Facts.Released(assignment, 102));
        await centre.HearAsync(Started(at: 61));
        await centre.HearAsync(Facts.Queued(call: 101, at: 62));
        centre.Clock.Move(600);
        await centre.Deadlines().EndDueAsync(CancellationToken.None);

        Assert.Equal("talking", await centre.OneAsync<string>("select activity from agent"));
        Assert.Equal(0, await centre.MatchAsync());
    }

    [Fact]
    public void An_agent_reserved_when_they_are_asked_is_still_kept_when_that_reservation_ends()
    {
        var agent = Agent(1).Take(AgentActivities.Reserved, Id(101), At(1)).Agent.Join(Id(100), At(2)).Agent;
        Assert.Equal((AgentActivities.Reserved, (Guid?)Id(101)), (agent.Activity, agent.CallId));
        agent = agent.Free(At(3), keepsPlace: false).Agent;
        Assert.Equal((AgentActivities.Talking, (Guid?)Id(100)), (agent.Activity, agent.CallId));
        agent = agent.Part(Id(100), At(4)).Agent;
        Assert.Equal((AgentActivities.Idle, null), (agent.Activity, agent.CallId));
    }

    [Fact]
    public void The_end_of_another_talk_changes_nothing()
    {
        var agent = Agent(1).Join(Id(100), At(1)).Agent;
        Assert.Same(agent, agent.Part(Id(101), At(2)).Agent);
    }

    /// <summary>Two looks apart: what is found twice is repaired.</summary>
    private static async Task LookAsync(Centre centre)
    {
        for (var time = 0; time < 3; time++)
        {
            centre.Clock.Move(120);
            using var worker = centre.Reconciler();
            await worker.LookAsync(CancellationToken.None);
        }
    }
}
