using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Asides;

/// <summary>Agent 9 talks in call 100 and asks any agent of the queue: search 500 is for agent 1.</summary>
public sealed class SearchTests(Servers servers)
{
    private static ConsultationQueued Sought(Guid? queueId = null) => new()
    {
        CallId = Id(100),
        ConsultationId = Id(500),
        AgentId = Id(9),
        QueueId = queueId ?? Sales,
        QueuedAt = At(0),
        Language = "en",
    };

    private static ConsultationStarted Started(Guid assignmentId) => new()
    {
        CallId = Id(100),
        AgentId = Id(9),
        ToAgentId = Id(1),
        ConsultationId = Id(500),
        AssignmentId = assignmentId,
        StartedAt = At(5),
    };

    private static ConsultationEnded Over(int? agent = null) => new()
    {
        CallId = Id(100),
        AgentId = Id(9),
        ToAgentId = agent is { } number ? Id(number) : null,
        ConsultationId = Id(500),
        Reason = "cancelled",
        EndedAt = At(9),
    };

    private async Task<Centre> SearchingAsync()
    {
        var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1), Call(100) with { State = CallStates.Answered });
        await centre.HearAsync(Sought());
        return centre;
    }

    [Fact]
    public async Task A_search_takes_no_callers_place_in_a_queue_that_is_limited()
    {
        await using var centre = await SearchingAsync();
        await centre.SaveAsync(Queue() with { Plan = new QueuePlan { Limits = new() { MaxWaiting = 1 } } });

        await centre.HearAsync(Facts.Queued(call: 200, at: 1));
        await centre.HearAsync(Facts.Queued(call: 201, at: 2));

        Assert.Equal(
            (Id(201), "full"),
            (await centre.SaidAsync<CallNotRoutable>()).Select(one => (one.CallId, one.Reason)).Single());
    }

    private static async Task<CallAssigned> FoundAsync(Centre centre)
    {
        Assert.Equal(1, await centre.MatchAsync());
        return Assert.Single(await centre.SaidAsync<CallAssigned>());
    }

    [Fact]
    public async Task Whoever_is_found_is_reserved_rung_and_then_talks_beside_the_call_without_assignment_or_wrap_up()
    {
        await using var centre = await SearchingAsync();
        var found = await FoundAsync(centre);
        Assert.Equal((Id(500), Id(1)), (found.CallId, found.AgentId));
        await centre.HearAsync(Facts.Ringing(found.AssignmentId, call: 500));
        await centre.HearAsync(Started(found.AssignmentId));
        await centre.HearAsync(Started(found.AssignmentId));
        Assert.Equal(("completed", 0), (await StateAsync(centre), (await centre.SaidAsync<CallWrappedUp>()).Count));
        var agent = await centre.AgentAsync(1);
        Assert.Equal(("talking", (Guid?)Id(100)), (agent.Activity, agent.CallId));
        await centre.HearAsync(Facts.Queued(call: 101, at: 6));
        Assert.Equal(0, await centre.MatchAsync(everyone: true));

        await centre.HearAsync(Over(agent: 1));
        Assert.Equal("idle", (await centre.AgentAsync(1)).Activity);
        Assert.Equal(1, await centre.MatchAsync());
        Assert.Equal(
            ["reserved", "ringing", "talking", "idle", "reserved"],
            (await centre.SaidAsync<AgentActivityChanged>()).Select(said => said.Activity));
    }

    [Fact]
    public async Task Whoever_takes_the_caller_over_holds_the_call_like_an_assigned_one()
    {
        await using var centre = await SearchingAsync();
        await centre.HearAsync(Started((await FoundAsync(centre)).AssignmentId));
        await centre.HearAsync(new CallTransferred
        {
            CallId = Id(100), AgentId = Id(9), Kind = "agent", ToAgentId = Id(1), AssignmentId = Id(600),
            QueueId = Sales, TransferredAt = At(8),
        });
        await centre.HearAsync(Facts.Answered(Id(600), at: 8));
        await centre.HearAsync(Facts.Released(Id(600)));
        Assert.Equal("wrap-up", (await centre.AgentAsync(1)).Activity);
    }

    [Fact]
    public async Task Who_does_not_come_is_free_again_and_the_search_finds_the_next()
    {
        await using var centre = await SearchingAsync();
        var found = await FoundAsync(centre);
        await centre.SaveAsync(Agent(2));
        await centre.HearAsync(Facts.Declined(found.AssignmentId, "busy", call: 500));
        Assert.Equal(1, await centre.MatchAsync());
        Assert.Equal((Id(500), Id(2)), await LastAsync(centre));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_search_that_is_given_up_leaves_no_reservation_and_no_place_behind(bool reserved)
    {
        await using var centre = await SearchingAsync();
        if (reserved)
        {
            await FoundAsync(centre);
        }

        await centre.HearAsync(Over());
        Assert.Equal("ended", await centre.OneAsync<string>(
            "select state from waiting_call where call_id = @id", new { id = Id(500) }));
        Assert.Equal("idle", (await centre.AgentAsync(1)).Activity);
        Assert.Equal(reserved ? 1 : 0, (await centre.SaidAsync<AssignmentRescinded>()).Count);
        Assert.Equal(0, await centre.MatchAsync());
    }

    [Fact]
    public async Task An_end_that_is_heard_first_leaves_nothing_to_search_for()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1));
        await centre.HearAsync(Over());
        await centre.HearAsync(Sought());
        Assert.Equal(0, await centre.MatchAsync());
    }

    [Fact]
    public async Task A_talk_that_is_heard_of_after_its_call_has_ended_holds_nobody()
    {
        await using var centre = await SearchingAsync();
        var found = await FoundAsync(centre);
        await centre.HearAsync(Facts.Ended(at: 6));
        await centre.HearAsync(Started(found.AssignmentId));
        Assert.Equal("idle", (await centre.AgentAsync(1)).Activity);
    }

    [Fact]
    public async Task A_closed_queue_is_searched_for_nobody_and_an_unknown_one_neither()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue() with { Open = false }, Agent(1));
        await centre.HearAsync(Sought());
        await centre.HearAsync(Sought(Id(9_999)) with { ConsultationId = Id(501) });
        Assert.Equal(
            [(Id(500), "closed"), (Id(501), "unknown-queue")],
            (await centre.SaidAsync<CallNotRoutable>()).Select(said => (said.CallId, said.Reason)));
    }

    [Fact]
    public async Task A_full_queue_is_searched_and_no_overflow_moves_the_search()
    {
        await using var centre = await Centre.OpenAsync(servers);
        var plan = new QueuePlan { Limits = new QueueLimits { MaxWaiting = 0, MaxWaitMs = 1_000 } };
        await centre.SaveAsync(Queue() with { Plan = plan });
        await centre.HearAsync(Sought());
        centre.Clock.Move(60);
        Assert.Equal(0, await centre.OverflowAsync());
        await centre.SaveAsync(Agent(1));
        Assert.Equal(1, await centre.MatchAsync());
    }

    [Fact]
    public async Task It_is_no_call_of_the_queue_in_any_figure_and_its_ring_counts_for_nobody()
    {
        await using var centre = await SearchingAsync();
        var found = await FoundAsync(centre);
        await centre.HearAsync(Started(found.AssignmentId));
        await centre.HearAsync(Over(agent: 1));
        await centre.FoldAsync();
        Assert.Equal(0, await centre.OneAsync<int>("select count(*)::int from figure_visit"));
        Assert.Equal("withdrawn", await centre.OneAsync<string>("select outcome from figure_offer"));
        Assert.Equal(0, (await centre.AgentAsync(1)).CallsServed);
    }

    private static Task<string> StateAsync(Centre centre) => centre.OneAsync<string>("select state from assignment");

    private static async Task<(Guid Call, Guid Agent)> LastAsync(Centre centre)
    {
        var last = (await centre.SaidAsync<CallAssigned>())[^1];
        return (last.CallId, last.AgentId);
    }
}
