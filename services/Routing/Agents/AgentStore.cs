using CallCenter.Messaging;
using CallCenter.Routing.Queues;
using Dapper;
using Npgsql;

namespace CallCenter.Routing.Agents;

public static class AgentStore
{
    /// <summary>Every column, in the order of the record.</summary>
    internal const string Columns =
        """
        agent_id, number, name, skills, levels, team, site, languages, status, break_name, next_status,
        next_break_name, missed_rings, not_responding_at, not_responding_reason, activity, call_id, capacity, held,
        interruptible, ready_at, calls_served, assigned_at, phone_online, phone_changed_at, unreachable_at, added_at,
        removed_at, aside_call_id
        """;

    /// <summary>Any number that nothing else in this database locks.</summary>
    private const long NumbersLock = 7_205_760;

    public static Task<Agent?> FindAsync(NpgsqlConnection connection, Guid agentId, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<Agent>(new CommandDefinition(
            $"select {Columns} from agent where agent_id = @agentId and removed_at is null",
            new { agentId }, cancellationToken: cancellation));

    public static async Task<IReadOnlyList<Agent>> ListAsync(
        NpgsqlConnection connection, CancellationToken cancellation) =>
        (await connection.QueryAsync<Agent>(new CommandDefinition(
            $"select {Columns} from agent where removed_at is null order by number",
            cancellationToken: cancellation))).AsList();

    /// <summary>Locks the agent, removed or not.</summary>
    public static Task<Agent?> LockAsync(NpgsqlTransaction work, Guid agentId, CancellationToken cancellation) =>
        work.Connection!.QuerySingleOrDefaultAsync<Agent>(new CommandDefinition(
            $"select {Columns} from agent where agent_id = @agentId for update",
            new { agentId }, work, cancellationToken: cancellation));

    /// <summary>Locks who talks beside a call, or one of them.</summary>
    public static async Task<IReadOnlyList<Agent>> LockBesideAsync(
        NpgsqlTransaction work, Guid callId, Guid? agentId, CancellationToken cancellation) =>
        (await work.Connection!.QueryAsync<Agent>(new CommandDefinition(
            $"""
            select {Columns} from agent
            where aside_call_id = @callId and (@agentId::uuid is null or agent_id = @agentId)
            order by agent_id for update
            """,
            new { callId, agentId }, work, cancellationToken: cancellation))).AsList();

    /// <summary>One change of numbers at a time: the answer of who has a number stays true until the commit.</summary>
    public static Task LockNumbersAsync(NpgsqlTransaction work, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            $"select pg_advisory_xact_lock({NumbersLock})", transaction: work, cancellationToken: cancellation));

    /// <summary>The other agent who has that number, if any.</summary>
    public static Task<Guid?> OwnerOfAsync(
        NpgsqlTransaction work, string number, Guid exceptAgentId, CancellationToken cancellation) =>
        work.Connection!.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(
            "select agent_id from agent where number = @number and removed_at is null and agent_id <> @exceptAgentId",
            new { number, exceptAgentId }, work, cancellationToken: cancellation));

    /// <summary>The words that agents carry, for those who name them in a plan.</summary>
    public static async Task<KnownNames> KnownNamesAsync(
        NpgsqlTransaction work, CancellationToken cancellation)
    {
        await using var reader = await work.Connection!.QueryMultipleAsync(new CommandDefinition(
            """
            select distinct unnest(skills) from agent where removed_at is null;
            select distinct team from agent where removed_at is null and team is not null;
            select distinct site from agent where removed_at is null and site is not null;
            """,
            transaction: work, cancellationToken: cancellation));
        return new KnownNames
        {
            Skills = (await reader.ReadAsync<string>()).ToHashSet(StringComparer.Ordinal),
            Teams = (await reader.ReadAsync<string>()).ToHashSet(StringComparer.Ordinal),
            Sites = (await reader.ReadAsync<string>()).ToHashSet(StringComparer.Ordinal),
        };
    }

    public static Task SaveAsync(NpgsqlTransaction work, Agent agent, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(SaveSql, agent, work, cancellationToken: cancellation));

    /// <summary>Saves when the unit of work commits.</summary>
    public static void Save(UnitOfWork work, Agent agent) => work.AtCommit(SaveSql, agent);

    private const string SaveSql =
        """
        insert into agent (agent_id, number, name, skills, levels, team, site, languages, status, break_name,
          next_status, next_break_name, missed_rings, not_responding_at, not_responding_reason, activity, call_id,
          capacity, held, interruptible, ready_at, calls_served, assigned_at, phone_online, phone_changed_at,
          unreachable_at, added_at, removed_at, aside_call_id)
        values (@AgentId, @Number, @Name, @Skills, @Levels, @Team, @Site, @Languages, @Status, @BreakName,
          @NextStatus, @NextBreakName, @MissedRings, @NotRespondingAt, @NotRespondingReason, @Activity, @CallId,
          @Capacity, @Held, @Interruptible, @ReadyAt, @CallsServed, @AssignedAt, @PhoneOnline, @PhoneChangedAt,
          @UnreachableAt, @AddedAt, @RemovedAt, @AsideCallId)
        on conflict (agent_id) do update set
          number = excluded.number, name = excluded.name, skills = excluded.skills, levels = excluded.levels,
          team = excluded.team, site = excluded.site, languages = excluded.languages, status = excluded.status,
          break_name = excluded.break_name, next_status = excluded.next_status,
          next_break_name = excluded.next_break_name, missed_rings = excluded.missed_rings,
          not_responding_at = excluded.not_responding_at, not_responding_reason = excluded.not_responding_reason,
          activity = excluded.activity, call_id = excluded.call_id, capacity = excluded.capacity,
          held = excluded.held, interruptible = excluded.interruptible, ready_at = excluded.ready_at,
          calls_served = excluded.calls_served, assigned_at = excluded.assigned_at,
          phone_online = excluded.phone_online, phone_changed_at = excluded.phone_changed_at,
          unreachable_at = excluded.unreachable_at, added_at = excluded.added_at, removed_at = excluded.removed_at,
          aside_call_id = excluded.aside_call_id
        """;
}
