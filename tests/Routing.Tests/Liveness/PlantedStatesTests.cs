using CallCenter.Contracts.Routing;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Liveness;
using Dapper;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Liveness;

/// <summary>Each state that cannot be, planted with SQL: found, repaired, counted, said.</summary>
public sealed class PlantedStatesTests(Servers servers)
{
    /// <summary>Call 100 with agent 1, as far as told.</summary>
    private async Task<Centre> CentreAsync(string until)
    {
        var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1));
        if (until == "nothing")
        {
            return centre;
        }

        await centre.HearAsync(Facts.Queued());
        Assert.Equal(1, await centre.MatchAsync());
        var assignment = (await centre.SaidAsync<CallAssigned>())[^1].AssignmentId;
        object[] facts = [Facts.Ringing(assignment), Facts.Answered(assignment), Facts.Released(assignment, at: 5)];
        string[] states = ["ringing", "talking", "wrap-up"];
        foreach (var fact in facts.Take(Array.IndexOf(states, until) + 1))
        {
            await centre.HearAsync(fact);
        }

        return centre;
    }

    private static async Task PlantAsync(Centre centre, string sql)
    {
        await using var connection = await centre.Database.OpenConnectionAsync();
        await connection.ExecuteAsync(sql, new { agent = Id(1), call = Id(100), other = Id(999) });
    }

    /// <summary>Two looks: the first repairs nothing.</summary>
    private static async Task<Repair> RepairedAsync(Centre centre)
    {
        using var worker = centre.Reconciler();
        Assert.Empty(await worker.LookAsync(CancellationToken.None));
        centre.Clock.Move(5);
        var repair = Assert.Single(await worker.LookAsync(CancellationToken.None));
        Assert.Equal(repair.Kind, await centre.OneAsync<string>("select kind from repair"));
        return repair;
    }

    private static async Task NothingMoreAsync(Centre centre)
    {
        using var worker = centre.Reconciler();
        for (var i = 0; i < 2; i++)
        {
            centre.Clock.Move(5);
            Assert.Empty(await worker.LookAsync(CancellationToken.None));
        }

        Assert.Equal(0, await centre.OneAsync<int>("select count(*)::int from suspicion"));
    }

    private static Task<string> OfAsync(Centre centre, string what) => centre.OneAsync<string>($"select {what}");

    [Theory]
    [InlineData("reserved", FindingKinds.ReservedWithoutAssignment)]
    [InlineData("ringing", FindingKinds.ReservedWithoutAssignment)]
    [InlineData("talking", FindingKinds.BusyWithoutAssignment)]
    [InlineData("wrap-up", FindingKinds.BusyWithoutAssignment)]
    public async Task An_agent_whom_no_assignment_holds_is_freed(string activity, string kind)
    {
        await using var centre = await CentreAsync("nothing");
        await PlantAsync(centre, $"update agent set activity = '{activity}', call_id = @call where agent_id = @agent");
        using var counted = new CountedRepairs();

        Assert.Equal((kind, "freed"), await KindAndDoneAsync(centre));

        Assert.Equal(AgentActivities.Idle, (await centre.AgentAsync(1)).Activity);
        var said = Assert.Single(await centre.SaidAsync<AgentRepaired>());
        Assert.Equal((Id(1), kind), (said.AgentId, said.Kind));
        Assert.Equal(AgentActivities.Idle, Assert.Single(await centre.SaidAsync<AgentActivityChanged>()).Activity);
        Assert.Contains(kind, counted.Kinds);
        await NothingMoreAsync(centre);
    }

    [Theory]
    [InlineData("assigned", "reserved")]
    [InlineData("ringing", "reserved")]
    [InlineData("talking", "talking")]
    [InlineData("wrap-up", "wrap-up")]
    public async Task An_agent_is_doing_what_their_assignment_says(string until, string activity)
    {
        await using var centre = await CentreAsync(until);
        await PlantAsync(centre, "update agent set activity = 'idle', call_id = null where agent_id = @agent");

        Assert.Equal(
            (FindingKinds.ActivityContradictsAssignment, "activity-corrected"), await KindAndDoneAsync(centre));

        var agent = await centre.AgentAsync(1);
        Assert.Equal((activity, Id(100)), (agent.Activity, agent.CallId));
        await NothingMoreAsync(centre);
    }

    [Fact]
    public async Task An_agent_has_the_call_of_their_assignment()
    {
        await using var centre = await CentreAsync("talking");
        await PlantAsync(centre, "update agent set call_id = @other where agent_id = @agent");

        Assert.Equal(
            (FindingKinds.ActivityContradictsAssignment, "activity-corrected"), await KindAndDoneAsync(centre));
        Assert.Equal(Id(100), (await centre.AgentAsync(1)).CallId);
    }

    [Fact]
    public async Task A_reservation_of_an_ended_call_is_taken_back()
    {
        await using var centre = await CentreAsync("ringing");
        await PlantAsync(centre, "update waiting_call set state = 'ended'");

        Assert.Equal((FindingKinds.AssignmentOfEndedCall, "rescinded"), await KindAndDoneAsync(centre));

        Assert.Equal("rescinded", await OfAsync(centre, "state from assignment"));
        Assert.Equal(AgentActivities.Idle, (await centre.AgentAsync(1)).Activity);
        Assert.Single(await centre.SaidAsync<AssignmentRescinded>());
        await NothingMoreAsync(centre);
    }

    [Fact]
    public async Task A_talk_of_an_ended_call_gets_its_deadline_and_ends_by_it()
    {
        await using var centre = await CentreAsync("talking");
        await PlantAsync(centre, "update waiting_call set state = 'ended'");

        Assert.Equal((FindingKinds.AssignmentOfEndedCall, "deadline-given"), await KindAndDoneAsync(centre));

        Assert.Equal(1, await centre.Deadlines().EndDueAsync(CancellationToken.None));
        Assert.Equal(AgentActivities.WrapUp, (await centre.AgentAsync(1)).Activity);
        await NothingMoreAsync(centre);
    }

    [Theory]
    [InlineData("assigned")]
    [InlineData("talking")]
    [InlineData("wrap-up")]
    public async Task An_assignment_of_an_unknown_call_ends(string until)
    {
        await using var centre = await CentreAsync(until);
        await PlantAsync(centre, "delete from waiting_call");

        Assert.Equal((FindingKinds.AssignmentOfUnknownCall, "ended"), await KindAndDoneAsync(centre));

        // Now that the call has ended for Routing, what is left ends as with any ended call.
        using var worker = centre.Reconciler();
        await worker.LookAsync(CancellationToken.None);
        for (var i = 0; i < 2; i++)
        {
            centre.Clock.Move(60);
            await worker.LookAsync(CancellationToken.None);
            await centre.Deadlines().EndDueAsync(CancellationToken.None);
        }

        Assert.Equal(AgentActivities.Idle, (await centre.AgentAsync(1)).Activity);
        Assert.Equal(0, await centre.OneAsync<int>(
            "select count(*)::int from assignment where state in ('pending', 'accepted')"));
        await NothingMoreAsync(centre);
    }

    [Fact]
    public async Task A_call_that_is_assigned_to_nobody_waits_again()
    {
        await using var centre = await CentreAsync("nothing");
        await centre.SaveAsync(Call(100) with { State = "assigned", ChangedAt = Noon });

        Assert.Equal((FindingKinds.AssignedWithoutAssignment, "returned-to-queue"), await KindAndDoneAsync(centre));

        Assert.True(await centre.Signal.WaitAsync(TimeSpan.Zero, CancellationToken.None));
        var said = Assert.Single(await centre.SaidAsync<CallRepaired>());
        Assert.Equal((Id(100), FindingKinds.AssignedWithoutAssignment), (said.CallId, said.Kind));
        Assert.Equal(1, await centre.MatchAsync());
        await NothingMoreAsync(centre);
    }

    [Theory]
    [InlineData("ringing", "waiting", "call-corrected", "assigned")]
    [InlineData("ringing", "gone", "rescinded", "gone")]
    [InlineData("ringing", "answered", "rescinded", "answered")]
    [InlineData("talking", "waiting", "call-corrected", "answered")]
    [InlineData("talking", "served", "call-corrected", "answered")]
    public async Task A_call_stands_where_its_assignment_says(string until, string planted, string done, string then)
    {
        await using var centre = await CentreAsync(until);
        await PlantAsync(centre, $"update waiting_call set state = '{planted}'");

        Assert.Equal((FindingKinds.CallContradictsAssignment, done), await KindAndDoneAsync(centre));

        Assert.Equal(then, await OfAsync(centre, "state from waiting_call"));
        await NothingMoreAsync(centre);
    }

    [Fact]
    public async Task A_reservation_without_a_deadline_gets_one()
    {
        await using var centre = await CentreAsync("ringing");
        await PlantAsync(centre, "update assignment set lease_until_at = null");

        Assert.Equal((FindingKinds.AssignmentWithoutDeadline, "deadline-given"), await KindAndDoneAsync(centre));

        Assert.Equal(1, await centre.Deadlines().EndDueAsync(CancellationToken.None));
        Assert.Equal("expired", await OfAsync(centre, "state from assignment"));
        Assert.Equal("waiting", await OfAsync(centre, "state from waiting_call"));
    }

    [Theory]
    [InlineData("served")]
    [InlineData("gone")]
    [InlineData("not-routable")]
    [InlineData("answered")]
    public async Task A_call_of_which_nothing_is_heard_any_more_ends(string state)
    {
        await using var centre = await CentreAsync("nothing");
        await centre.SaveAsync(Call(100) with { State = state, ChangedAt = Noon });
        centre.Clock.Move(TimeSpan.FromHours(12));

        Assert.Equal((FindingKinds.CallNeverEnded, "ended"), await KindAndDoneAsync(centre));
        Assert.Equal("ended", await OfAsync(centre, "state from waiting_call"));
        await NothingMoreAsync(centre);
    }

    [Fact]
    public async Task What_is_planted_does_not_keep_the_others_from_their_calls()
    {
        await using var centre = await CentreAsync("ringing");
        await PlantAsync(centre, "update agent set activity = 'idle', call_id = null");
        await centre.SaveAsync(Agent(2, idleSeconds: 1));
        await centre.HearAsync(Facts.Queued(call: 101));
        await centre.HearAsync(Facts.Queued(call: 102));

        Assert.Equal(1, await centre.MatchAsync());
        Assert.Equal(Id(2), (await centre.SaidAsync<CallAssigned>())[^1].AgentId);
    }

    private static async Task<(string Kind, string Done)> KindAndDoneAsync(Centre centre)
    {
        var repair = await RepairedAsync(centre);
        return (repair.Kind, repair.Done);
    }
}
