using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Agents;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Assignments;

public sealed class LifeOfAnAssignmentTests(Servers servers)
{
    private async Task<(Centre Centre, Guid Assignment)> AssignedAsync()
    {
        var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1));
        await centre.HearAsync(Facts.Queued());
        return (centre, await NextAsync(centre));
    }

    private static async Task<Guid> NextAsync(Centre centre)
    {
        Assert.Equal(1, await centre.MatchAsync());
        return (await centre.SaidAsync<CallAssigned>())[^1].AssignmentId;
    }

    private static Task<string> StateAsync(Centre centre, string table = "assignment") =>
        centre.OneAsync<string>($"select state from {table}");

    [Fact]
    public async Task From_queued_to_wrapped_up()
    {
        var (centre, assignment) = await AssignedAsync();
        await using var _ = centre;
        await centre.HearAsync(Facts.Ringing(assignment));
        await centre.HearAsync(Facts.Answered(assignment));
        await centre.HearAsync(Facts.Released(assignment));
        await centre.HearAsync(Facts.Ended(at: 61));
        centre.Clock.Move(91);
        Assert.Equal(1, await centre.Deadlines().EndDueAsync(CancellationToken.None));

        Assert.Equal(
            ["reserved", "ringing", "talking", "wrap-up", "idle"],
            (await centre.SaidAsync<AgentActivityChanged>()).Select(said => said.Activity));
        var done = Assert.Single(await centre.SaidAsync<CallWrappedUp>());
        Assert.Equal((assignment, 30_000L, null), (done.AssignmentId, done.DurationMs, done.Disposition));
        Assert.Equal("completed", await StateAsync(centre));
        Assert.Equal(0, await centre.Deadlines().EndDueAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_declined_call_keeps_its_place_and_is_offered_to_that_agent_only_after_the_pause()
    {
        var (centre, assignment) = await AssignedAsync();
        await using var _ = centre;
        centre.Clock.Move(20);
        await centre.HearAsync(Facts.Declined(assignment));

        centre.Clock.Move(29);
        Assert.Equal(0, await centre.MatchAsync());
        centre.Clock.Move(2);
        Assert.Equal(1, await centre.MatchAsync());
        Assert.Equal(Noon.UtcDateTime, await centre.OneAsync<DateTime>("select queued_at from waiting_call"));
    }

    [Fact]
    public async Task An_unreachable_phone_gets_no_call_at_all_until_it_registers()
    {
        var (centre, assignment) = await AssignedAsync();
        await using var _ = centre;
        await centre.HearAsync(Facts.Declined(assignment, "unreachable", at: 1));
        await centre.HearAsync(Facts.Queued(call: 101, at: 1));

        Assert.Equal(0, await centre.MatchAsync());
        await centre.HearAsync(new AgentPhoneOnline { AgentId = Id(1), OnlineAt = At(2) });
        Assert.Equal(1, await centre.MatchAsync());
        Assert.Equal(AgentStatuses.Available, (await centre.AgentAsync(1)).Status);
    }

    [Fact]
    public async Task A_caller_who_leaves_while_it_rings_frees_the_agent_at_once()
    {
        var (centre, _) = await AssignedAsync();
        await using var disposed = centre;
        await centre.HearAsync(Facts.Ended(at: 2));

        Assert.Equal("call-ended", Assert.Single(await centre.SaidAsync<AssignmentRescinded>()).Reason);
        Assert.Equal(AgentActivities.Idle, (await centre.AgentAsync(1)).Activity);
        Assert.Equal("ended", await StateAsync(centre, "waiting_call"));
    }

    [Fact]
    public async Task A_reservation_of_which_nothing_is_heard_is_repaired_after_its_lease()
    {
        var (centre, assignment) = await AssignedAsync();
        await using var _ = centre;
        centre.Clock.Move(24);
        Assert.Equal(0, await centre.Deadlines().EndDueAsync(CancellationToken.None));
        centre.Clock.Move(1);
        Assert.Equal(1, await centre.Deadlines().EndDueAsync(CancellationToken.None));

        Assert.Equal("expired", Assert.Single(await centre.SaidAsync<AssignmentRescinded>()).Reason);
        Assert.Equal("waiting", await StateAsync(centre, "waiting_call"));

        // The answer was on its way all the time.
        await centre.HearAsync(Facts.Answered(assignment, at: 19));
        Assert.Equal("accepted", await StateAsync(centre));
        Assert.Equal(AgentActivities.Talking, (await centre.AgentAsync(1)).Activity);
    }

    [Fact]
    public async Task An_answer_that_comes_after_another_agent_was_reserved_wins()
    {
        var (centre, first) = await AssignedAsync();
        await using var _ = centre;
        centre.Clock.Move(25);
        await centre.Deadlines().EndDueAsync(CancellationToken.None);
        await centre.SaveAsync(Agent(2));
        var second = await NextAsync(centre);

        await centre.HearAsync(Facts.Answered(first, at: 19));
        await centre.HearAsync(Facts.Declined(second, "already-answered", agent: 2, at: 26));

        Assert.Equal(
            [(first, "expired"), (second, "superseded")],
            (await centre.SaidAsync<AssignmentRescinded>()).Select(said => (said.AssignmentId, said.Reason)));
        Assert.Equal(AgentActivities.Talking, (await centre.AgentAsync(1)).Activity);
        Assert.Equal(AgentActivities.Idle, (await centre.AgentAsync(2)).Activity);
        Assert.Equal("answered", await StateAsync(centre, "waiting_call"));
    }

    [Fact]
    public async Task A_talk_whose_release_is_lost_ends_by_itself_after_the_call()
    {
        var (centre, assignment) = await AssignedAsync();
        await using var _ = centre;
        await centre.HearAsync(Facts.Answered(assignment));
        await centre.HearAsync(Facts.Ended(at: 60));
        centre.Clock.Move(66);
        await centre.Deadlines().EndDueAsync(CancellationToken.None);

        Assert.Equal(AgentActivities.WrapUp, (await centre.AgentAsync(1)).Activity);
    }

    [Fact]
    public async Task A_mandatory_wrap_up_that_is_forgotten_ends_at_last_and_says_so()
    {
        var (centre, assignment) = await AssignedAsync();
        await using var _ = centre;
        await centre.SaveAsync(Queue() with { WrapUpMode = "mandatory", WrapUpMostMs = 100_000 });
        await centre.HearAsync(Facts.Answered(assignment));
        await centre.HearAsync(Facts.Released(assignment));
        centre.Clock.Move(159);
        Assert.Equal(0, await centre.Deadlines().EndDueAsync(CancellationToken.None));
        centre.Clock.Move(1);
        Assert.Equal(1, await centre.Deadlines().EndDueAsync(CancellationToken.None));

        Assert.True(Assert.Single(await centre.SaidAsync<CallWrappedUp>()).Forgotten);
        Assert.Equal("forgotten", await centre.OneAsync<string>("select reason from assignment"));
    }

    [Fact]
    public async Task Facts_about_what_is_unknown_harm_nothing()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.HearAsync(Facts.Answered(Id(1)));
        await centre.HearAsync(Facts.Released(Id(1)));
        await centre.HearAsync(Facts.Declined(Id(1)));
        await centre.HearAsync(Facts.Ringing(Id(1)));
        await centre.HearAsync(new AgentPhoneOnline { AgentId = Id(1), OnlineAt = Noon });
        await centre.HearAsync(new AgentPhoneOffline { AgentId = Id(1), OfflineAt = Noon });

        Assert.Equal(0, await centre.OneAsync<int>("select count(*)::int from msg.event_log"));
    }
}
