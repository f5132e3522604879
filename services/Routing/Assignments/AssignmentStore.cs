using CallCenter.Messaging;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Waiting;
using Dapper;
using Npgsql;

namespace CallCenter.Routing.Assignments;

public static class AssignmentStore
{
    private const string Columns =
        """
        s.assignment_id, s.call_id, s.agent_id, s.queue_id, s.channel, s.state, s.assigned_at, s.ring_until_at,
        s.lease_until_at, s.answered_at, s.released_at, s.wrap_up_until_at, s.wrap_up_mode, s.wrap_up_most_until_at,
        s.ended_at, s.reason, s.disposition, s.mood
        """;

    // Rows are locked in one order everywhere (call, assignment, agent), so that facts never deadlock each other.
    private const string Engagements =
        $"""
        select c.call_id, c.state, c.channel, c.queue_id, c.queued_at, c.entered_at, c.priority, c.skills,
          c.caller_ref, c.language, c.customer_class, c.step, c.place_until_at, c.rank, c.bucket, c.preferred_agent_id,
          c.preferred_as, c.preferred_until_at, c.hard, c.callback_id, c.traceparent, c.changed_at,
          {Columns},
          a.agent_id, a.number, a.name, a.skills, a.levels, a.team, a.site, a.languages, a.status, a.break_name,
          a.next_status, a.next_break_name, a.missed_rings, a.not_responding_at, a.not_responding_reason, a.activity,
          a.call_id, a.capacity, a.held, a.interruptible, a.ready_at, a.calls_served, a.assigned_at, a.phone_online,
          a.phone_changed_at, a.unreachable_at, a.aside_call_id, a.added_at, a.removed_at
        from assignment s
        join waiting_call c on c.call_id = s.call_id
        join agent a on a.agent_id = s.agent_id
        """;

    internal const string Live = "s.state in ('pending', 'accepted')";

    public static async Task<Engagement?> LockAsync(
        NpgsqlTransaction work, Guid assignmentId, CancellationToken cancellation) =>
        (await QueryAsync(work, "s.assignment_id = @assignmentId", new { assignmentId }, cancellation))
            .SingleOrDefault();

    /// <summary>The live assignments of a call.</summary>
    public static Task<IReadOnlyList<Engagement>> LockOfCallAsync(
        NpgsqlTransaction work, Guid callId, CancellationToken cancellation) =>
        QueryAsync(work, $"s.call_id = @callId and {Live}", new { callId }, cancellation);

    /// <summary>The live assignments of an agent.</summary>
    public static Task<IReadOnlyList<Engagement>> LockOfAgentAsync(
        NpgsqlTransaction work, Guid agentId, CancellationToken cancellation) =>
        QueryAsync(work, $"s.agent_id = @agentId and {Live}", new { agentId }, cancellation);

    /// <summary>
    /// The other live assignments of the same call, and of the same agent where both have the agent alone.
    /// </summary>
    public static Task<IReadOnlyList<Engagement>> LockRivalsAsync(
        NpgsqlTransaction work, Assignment assignment, CancellationToken cancellation) =>
        QueryAsync(
            work,
            $"""
            s.assignment_id <> @AssignmentId and {Live}
            and (s.agent_id = @AgentId and @Exclusive and s.channel in ('voice', 'video')
              or s.call_id = @CallId and s.released_at is null)
            """,
            new { assignment.AssignmentId, assignment.AgentId, assignment.CallId, assignment.Exclusive },
            cancellation);

    /// <summary>Assignments whose lease or wrap-up is over and which nobody else is repairing.</summary>
    public static async Task<IReadOnlyList<Guid>> DueAsync(
        NpgsqlConnection connection, DateTimeOffset now, int limit, CancellationToken cancellation) =>
        (await connection.QueryAsync<Guid>(new CommandDefinition(
            """
            select assignment_id from assignment
            where state in ('pending', 'accepted') and least(lease_until_at, wrap_up_until_at) <= @now
            order by least(lease_until_at, wrap_up_until_at) limit @limit
            """,
            new { now, limit }, cancellationToken: cancellation))).AsList();

    /// <summary>The live assignments of an agent, to show.</summary>
    public static async Task<IReadOnlyList<Assignment>> ListLiveAsync(
        NpgsqlConnection connection, Guid agentId, CancellationToken cancellation) =>
        (await connection.QueryAsync<Assignment>(new CommandDefinition(
            $"select {Columns} from assignment s where s.agent_id = @agentId and {Live} order by s.assignment_id",
            new { agentId }, cancellationToken: cancellation))).AsList();

    /// <summary>Adds an assignment that Routing did not decide: the others are made with their match.</summary>
    private static Task<int> InsertAsync(
        NpgsqlTransaction work, Assignment assignment, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into assignment (assignment_id, call_id, agent_id, queue_id, channel, state, assigned_at,
              ring_until_at, lease_until_at)
            values (@AssignmentId, @CallId, @AgentId, @QueueId, @Channel, @State, @AssignedAt, @RingUntilAt,
              @LeaseUntilAt)
            """,
            assignment, work, cancellationToken: cancellation));

    private const string SaveSql =
        """
        update assignment set state = @State, lease_until_at = @LeaseUntilAt, answered_at = @AnsweredAt,
          released_at = @ReleasedAt, wrap_up_until_at = @WrapUpUntilAt, wrap_up_mode = @WrapUpMode,
          wrap_up_most_until_at = @WrapUpMostUntilAt, ended_at = @EndedAt, reason = @Reason,
          disposition = @Disposition, mood = @Mood
        where assignment_id = @AssignmentId
        """;

    /// <summary>Saves in the given order: who gives way comes before who takes over.</summary>
    public static async Task SaveAsync(
        NpgsqlTransaction work, IReadOnlyList<Engagement> changed, CancellationToken cancellation)
    {
        foreach (var engagement in changed)
        {
            await WaitingCallStore.SaveAsync(work, engagement.Call, cancellation);
            await work.Connection!.ExecuteAsync(new CommandDefinition(
                SaveSql, engagement.Assignment, work, cancellationToken: cancellation));
            await AgentStore.SaveAsync(work, engagement.Agent, cancellation);
        }
    }

    /// <summary>The same when the unit of work commits, without the rows that are still as they were read.</summary>
    public static void Save(UnitOfWork work, IReadOnlyList<Engagement> changed, Engagement? read = null)
    {
        foreach (var engagement in changed)
        {
            if (!ReferenceEquals(engagement.Call, read?.Call))
            {
                WaitingCallStore.Save(work, engagement.Call);
            }

            if (!ReferenceEquals(engagement.Assignment, read?.Assignment))
            {
                work.AtCommit(SaveSql, engagement.Assignment);
            }

            if (!ReferenceEquals(engagement.Agent, read?.Agent))
            {
                AgentStore.Save(work, engagement.Agent);
            }
        }
    }

    /// <summary>
    /// Saves those that end, then adds the last, which no matcher made: an agent holds one of them at a time.
    /// </summary>
    public static async Task BeginAsync(
        NpgsqlTransaction work, IReadOnlyList<Engagement> changed, CancellationToken cancellation)
    {
        await SaveAsync(work, [.. changed.SkipLast(1)], cancellation);
        await InsertAsync(work, changed[^1].Assignment, cancellation);
        await SaveAsync(work, [changed[^1]], cancellation);
    }

    /// <summary>Forgets assignments that ended before an instant.</summary>
    public static Task<int> ForgetAsync(
        NpgsqlConnection connection, DateTimeOffset before, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            "delete from assignment where ended_at < @before", new { before }, cancellationToken: cancellation));

    private static async Task<IReadOnlyList<Engagement>> QueryAsync(
        NpgsqlTransaction work, string where, object parameters, CancellationToken cancellation) =>
        (await work.Connection!.QueryAsync<WaitingCall, Assignment, Agent, Engagement>(
            new CommandDefinition(
                $"{Engagements} where {where} order by s.assignment_id for update of c, s, a",
                parameters, work, cancellationToken: cancellation),
            (call, assignment, agent) => new Engagement { Call = call, Assignment = assignment, Agent = agent },
            splitOn: "assignment_id,agent_id")).AsList();
}
