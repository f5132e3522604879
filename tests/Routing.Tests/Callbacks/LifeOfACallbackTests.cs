using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Queues;
using Xunit;
using static CallCenter.Routing.Tests.Builders;
using static CallCenter.Routing.Tests.Facts;

namespace CallCenter.Routing.Tests.Callbacks;

/// <summary>Callbacks from the request to their end, on a database.</summary>
public sealed class LifeOfACallbackTests(Servers servers)
{
    [Fact]
    public async Task A_callback_is_dialled_answered_served_first_and_reached()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Call(101, waitedSeconds: 5));
        await centre.HearAsync(Requested(700, at: -60));
        await centre.SaveAsync(Agent(1));
        await centre.MatchAsync();
        var due = Assert.Single(await centre.SaidAsync<CallbackDue>());
        Assert.Equal((Id(700), 1, At(25)), (due.CallbackId, due.Attempt, due.DialUntilAt));
        Assert.Empty(await centre.SaidAsync<CallAssigned>());

        await centre.HearAsync(Dialled(due, "answered"));
        Assert.Equal(0, await centre.MatchAsync());
        await centre.HearAsync(Queued(at: -60) with
        {
            CallId = due.CallId, Priority = due.Priority, CallbackId = due.CallbackId,
        });
        await centre.MatchAsync();

        var assigned = Assert.Single(await centre.SaidAsync<CallAssigned>());
        Assert.Equal(due.CallId, assigned.CallId);
        await centre.HearAsync(Answered(assigned.AssignmentId) with { CallId = due.CallId });
        await centre.HearAsync(Ended() with { CallId = due.CallId, CallbackId = due.CallbackId });
        var ended = Assert.Single(await centre.SaidAsync<CallbackEnded>());
        Assert.Equal(("reached", 1), (ended.Outcome, ended.Attempts));
        Assert.Equal("answered", await centre.OneAsync<string>("select result from callback_attempt"));
    }

    [Fact]
    public async Task A_customer_who_leaves_before_an_agent_came_is_lost()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1));
        await centre.HearAsync(Requested(700));
        await centre.MatchAsync();
        var due = Assert.Single(await centre.SaidAsync<CallbackDue>());
        await centre.HearAsync(Dialled(due, "answered"));

        await centre.HearAsync(Ended() with { CallId = due.CallId, CallbackId = due.CallbackId, Abandoned = false });

        Assert.Equal("lost", Assert.Single(await centre.SaidAsync<CallbackEnded>()).Outcome);
    }

    [Fact]
    public async Task Who_calls_and_is_served_before_their_turn_is_not_called_back_any_more()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1));
        await centre.HearAsync(Requested(700) with { NotBeforeAt = At(3_600) });
        await centre.HearAsync(Requested(701) with { NotBeforeAt = At(3_600) });
        await centre.HearAsync(Queued() with { CallerRef = "k1:700" });
        await centre.MatchAsync();

        await centre.HearAsync(Answered(Assert.Single(await centre.SaidAsync<CallAssigned>()).AssignmentId));

        var ended = Assert.Single(await centre.SaidAsync<CallbackEnded>());
        Assert.Equal((Id(700), "reached", 0), (ended.CallbackId, ended.Outcome, ended.Attempts));
    }

    [Fact]
    public async Task An_attempt_that_fails_is_repeated_after_a_pause_and_the_last_one_ends_the_callback()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1));
        await centre.HearAsync(Requested(700));
        foreach (var (result, attempt) in new[] { ("busy", 1), ("no-answer", 2), ("failed", 3) })
        {
            await centre.MatchAsync();
            var due = (await centre.SaidAsync<CallbackDue>())[attempt - 1];
            Assert.Equal(attempt, due.Attempt);
            await centre.HearAsync(Dialled(due, result));
            await centre.MatchAsync();
            Assert.Equal(attempt, (await centre.SaidAsync<CallbackDue>()).Count);
            centre.Clock.Move(TimeSpan.FromMinutes(31));
        }

        await centre.MatchAsync();
        Assert.Equal(3, (await centre.SaidAsync<CallbackDue>()).Count);
        var ended = Assert.Single(await centre.SaidAsync<CallbackEnded>());
        Assert.Equal(("failed", 3), (ended.Outcome, ended.Attempts));
        Assert.Equal(
            "busy no-answer failed",
            await centre.OneAsync<string>("select string_agg(result, ' ' order by attempt) from callback_attempt"));
    }

    [Fact]
    public async Task Who_asks_twice_waits_once_and_keeps_the_earlier_place()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue());
        await centre.HearAsync(Requested(700, at: -600));

        await centre.HearAsync(Requested(701, at: -60) with { CallerRef = "k1:700", Priority = 4 });

        var ended = Assert.Single(await centre.SaidAsync<CallbackEnded>());
        Assert.Equal((Id(701), "joined", Id(700)), (ended.CallbackId, ended.Outcome, ended.JoinedId));
        Assert.Equal(
            (At(-600).UtcDateTime, 4),
            await centre.OneAsync<(DateTime, int)>("select queued_at, priority from callback where state = 'waiting'"));
    }

    [Fact]
    public async Task Nobody_is_dialled_before_the_call_in_which_they_asked_has_ended()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Call(100));
        await centre.HearAsync(Requested(700) with { CallId = Id(100) });
        await centre.SaveAsync(Agent(1));

        Assert.Equal(0, await centre.MatchAsync());
        Assert.Empty(await centre.SaidAsync<CallbackDue>());

        await centre.HearAsync(Ended());
        await centre.MatchAsync();
        Assert.Single(await centre.SaidAsync<CallbackDue>());
    }

    [Fact]
    public async Task Who_asked_in_a_call_that_never_came_to_a_queue_is_dialled_when_it_has_ended_or_a_minute_later()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1), Agent(2));
        await centre.HearAsync(Requested(700) with { CallId = Id(100) });
        await centre.HearAsync(Requested(701) with { CallId = Id(101) });
        await centre.MatchAsync();
        Assert.Empty(await centre.SaidAsync<CallbackDue>());

        await centre.HearAsync(Ended());
        await centre.MatchAsync();
        Assert.Equal(Id(700), Assert.Single(await centre.SaidAsync<CallbackDue>()).CallbackId);
        centre.Clock.Move(60);
        await centre.MatchAsync();
        Assert.Equal(Id(701), (await centre.SaidAsync<CallbackDue>())[^1].CallbackId);
    }

    [Fact]
    public async Task While_a_surge_lets_nobody_wait_callers_are_called_back_and_who_is_called_back_is_served()
    {
        await using var centre = await Centre.OpenAsync(servers);
        var surge = new Surge { CallbackOnly = true };
        await centre.SaveAsync(
            Queue() with { Plan = new QueuePlan { Surge = surge }, SurgeUntilAt = At(600) },
            Call(101, waitedSeconds: 5));
        await centre.HearAsync(Queued());
        Assert.Equal("callback-only", Assert.Single(await centre.SaidAsync<CallNotRoutable>()).Reason);
        await centre.LookAsync();
        Assert.True(Assert.Single(await centre.SaidAsync<CallPositionChanged>()).CallbackOffered);

        await centre.HearAsync(Requested(700) with { CallId = Id(100) });
        await centre.HearAsync(new CallLeftQueue
        {
            CallId = Id(100), QueueId = Sales, Reason = "callback", LeftAt = Noon,
        });
        await centre.HearAsync(Ended() with { Cause = "callback", Abandoned = false });
        await centre.SaveAsync(Agent(1), Agent(2));
        await centre.MatchAsync();
        var due = Assert.Single(await centre.SaidAsync<CallbackDue>());
        await centre.HearAsync(Dialled(due, "answered"));
        await centre.HearAsync(Queued() with
        {
            CallId = due.CallId, Priority = due.Priority, CallbackId = due.CallbackId,
        });
        await centre.MatchAsync();

        Assert.Contains(await centre.SaidAsync<CallAssigned>(), assigned => assigned.CallId == due.CallId);
        Assert.Single(await centre.SaidAsync<CallNotRoutable>());
        centre.Clock.Move(601);
        await centre.HearAsync(Queued(call: 102, at: 601));
        Assert.Single(await centre.SaidAsync<CallNotRoutable>());
    }

    [Fact]
    public async Task A_callback_that_is_withdrawn_or_whose_window_is_over_ends()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue());
        await centre.HearAsync(Requested(700));
        await centre.HearAsync(Requested(701) with { NotAfterAt = At(60) });

        await centre.HearAsync(new CallbackWithdrawn { CallbackId = Id(700), WithdrawnAt = Noon });
        centre.Clock.Move(TimeSpan.FromMinutes(1));
        await centre.Callbacks().EndDueAsync(CancellationToken.None);

        Assert.Equal(
            ["withdrawn", "expired"], (await centre.SaidAsync<CallbackEnded>()).Select(ended => ended.Outcome));
    }

    [Fact]
    public async Task An_attempt_of_which_nothing_is_heard_is_repeated_and_a_late_word_is_kept()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1));
        await centre.HearAsync(Requested(700));
        await centre.MatchAsync();
        var due = Assert.Single(await centre.SaidAsync<CallbackDue>());

        centre.Clock.Move(TimeSpan.FromSeconds(31));
        await centre.Callbacks().EndDueAsync(CancellationToken.None);
        Assert.Equal("unheard", await centre.OneAsync<string>("select result from callback_attempt"));
        Assert.Equal("waiting", await centre.OneAsync<string>("select state from callback"));

        await centre.HearAsync(Dialled(due, "busy"));
        Assert.Equal("busy", await centre.OneAsync<string>("select result from callback_attempt"));
    }

    private static CallbackRequested Requested(int number, double at = 0) => new()
    {
        CallbackId = Id(number),
        QueueId = Sales,
        NumberId = Id(7),
        CallerRef = $"k1:{number}",
        Language = "en",
        QueuedAt = At(at),
        RequestedAt = Noon,
    };

    private static CallbackDialled Dialled(CallbackDue due, string result) => new()
    {
        CallbackId = due.CallbackId,
        CallId = due.CallId,
        Attempt = due.Attempt,
        Result = result,
        DialledAt = due.DialUntilAt,
    };
}
