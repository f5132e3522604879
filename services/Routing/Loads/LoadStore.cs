using Dapper;
using Npgsql;

namespace CallCenter.Routing.Loads;

public static class LoadStore
{
    /// <summary>Every column.</summary>
    internal const string Columns =
        "assignment_id, call_id, agent_id, queue_id, caller_ref, mood, served, answered_at";

    /// <summary>Keeps a call that is hard on its agent; nothing where it is not.</summary>
    public static Task SaveAsync(NpgsqlTransaction work, HardCall? call, CancellationToken cancellation) =>
        call is null ? Task.CompletedTask : work.Connection!.ExecuteAsync(new CommandDefinition(
            $"""
            insert into hard_call ({Columns})
            values (@AssignmentId, @CallId, @AgentId, @QueueId, @CallerRef, @Mood, @Served, @AnsweredAt)
            on conflict (assignment_id) do update set
              mood = excluded.mood, served = coalesce(hard_call.served, excluded.served)
            """,
            call, work, cancellationToken: cancellation));

    /// <summary>A call that turned out not to be hard.</summary>
    public static Task RemoveAsync(NpgsqlTransaction work, Guid assignmentId, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            "delete from hard_call where assignment_id = @assignmentId",
            new { assignmentId }, work, cancellationToken: cancellation));

    /// <summary>The hard calls and pauses of agents since an instant; no question where no agent is named.</summary>
    public static async Task<(IReadOnlyList<HardCall> Calls, IReadOnlyList<AgentPause> Pauses)> OfAgentsAsync(
        NpgsqlConnection connection, IReadOnlyCollection<Guid> agentIds, DateTimeOffset since,
        CancellationToken cancellation)
    {
        if (agentIds.Count == 0)
        {
            return ([], []);
        }

        await using var reader = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select assignment_id, call_id, agent_id, queue_id, caller_ref, mood, served, answered_at, (
              select released_at from assignment a where a.assignment_id = h.assignment_id) as released_at
            from (select {Columns} from hard_call where agent_id = any (@agentIds) and answered_at > @since) as h
            order by h.answered_at;
            select agent_id, began_at, until_at from agent_pause
            where agent_id = any (@agentIds) and began_at > @since order by began_at;
            """,
            new { agentIds = agentIds.ToArray(), since }, cancellationToken: cancellation));
        return ((await reader.ReadAsync<HardCall>()).AsList(), (await reader.ReadAsync<AgentPause>()).AsList());
    }

    public static Task SavePauseAsync(NpgsqlTransaction work, AgentPause pause, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into agent_pause (agent_id, began_at, until_at) values (@AgentId, @BeganAt, @UntilAt)
            on conflict (agent_id, began_at) do update set until_at = excluded.until_at
            """,
            pause, work, cancellationToken: cancellation));

    /// <summary>Ends the pause of an agent now.</summary>
    public static Task EndPauseAsync(
        NpgsqlTransaction work, Guid agentId, DateTimeOffset now, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            "update agent_pause set until_at = @now where agent_id = @agentId and until_at > @now",
            new { agentId, now }, work, cancellationToken: cancellation));

    /// <summary>Who is in a pause at an instant.</summary>
    public static async Task<IReadOnlySet<Guid>> PausedAsync(
        NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellation) =>
        (await connection.QueryAsync<Guid>(new CommandDefinition(
            "select agent_id from agent_pause where until_at > @now",
            new { now }, cancellationToken: cancellation))).ToHashSet();

    /// <summary>Forgets hard calls before an instant; pauses, which figures count as breaks, before another.</summary>
    public static Task<int> ForgetAsync(
        NpgsqlConnection connection, DateTimeOffset before, DateTimeOffset pausesBefore,
        CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            delete from hard_call where answered_at < @before;
            delete from agent_pause where until_at < @pausesBefore;
            delete from held_call where held_at < @before;
            """,
            new { before, pausesBefore }, cancellationToken: cancellation));
}
