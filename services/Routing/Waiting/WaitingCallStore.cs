using CallCenter.Messaging;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Customers;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;
using Dapper;
using Npgsql;

namespace CallCenter.Routing.Waiting;

public static class WaitingCallStore
{
    /// <summary>Any number that nothing else in this database locks.</summary>
    private const int EntranceLock = 7_204_002;

    /// <summary>Every column that a decision reads or writes.</summary>
    internal const string Columns =
        """
        call_id, state, channel, queue_id, queued_at, entered_at, priority, skills, caller_ref, language,
        customer_class, step, place_until_at, rank, bucket, preferred_agent_id, preferred_as, preferred_until_at, hard,
        callback_id, traceparent, changed_at
        """;

    /// <summary>How many hard calls of a caller say what to expect of the next.</summary>
    private const int CallsOfCaller = 20;

    /// <summary>Whether other calls wait in the queue that a call enters.</summary>
    internal const string OthersWait =
        """
        exists (select from waiting_call where state = 'waiting' and queue_id = @queueId and call_id <> @callId)
        """;

    /// <summary>
    /// The call, locked, the queue it asks for, how many other calls stand in that, and what is known of the caller:
    /// one round trip. A queue with a limit is entered by one call at a time, and no further than to the limit is
    /// counted. When it may be decided over at once, what the matcher looks at comes along; all of it is read, since a
    /// reader that is left early has the server cancel what it is doing, and the transaction with it.
    /// </summary>
    public static async Task<EnteringCall> LockEnteringAsync(
        NpgsqlTransaction work, Entrance entrance, LoadLimits? matching, DateTimeOffset now,
        CancellationToken cancellation)
    {
        const string limit =
            """
            greatest((plan_json #>> '{limits,maxWaiting}')::int, (plan_json #>> '{surge,limits,maxWaiting}')::int)
            """;
        var parameters = matching is null ? new DynamicParameters() : MatchStore.ParametersOf(matching, now);
        parameters.AddDynamicParams(entrance);
        await using var reader = await work.Connection!.QueryMultipleAsync(new CommandDefinition(
            $"""
            select {Columns} from waiting_call where call_id = @callId for update;
            select {QueueStore.Columns} from queue where queue_id = @queueId;
            select count(pg_advisory_xact_lock({EntranceLock}, hashtext(@queueId::text)))
            from queue where queue_id = @queueId and {limit} is not null;
            select count(*)::int from (
              select from waiting_call
              where state in ('waiting', 'assigned') and queue_id = @queueId and call_id <> @callId
                and preferred_as is distinct from 'consultation'
              limit (select coalesce(max({limit}), 0) from queue where queue_id = @queueId)) as standing;
            select c.class, l.agent_id as last_agent_id, l.talked_at as last_talked_at
            from (select @callerRef::text as caller_ref) as caller
            left join customer_class c on c.caller_ref = caller.caller_ref
            left join last_agent l on l.caller_ref = caller.caller_ref;
            select {LoadStore.Columns} from hard_call where caller_ref = @callerRef and mood is not null
            order by answered_at desc limit {CallsOfCaller};
            {(matching is null ? "" : MatchStore.LoadSql(matching))}
            """,
            parameters, work, cancellationToken: cancellation));
        var call = await reader.ReadSingleOrDefaultAsync<WaitingCall>();
        var queue = await reader.ReadSingleOrDefaultAsync<Queue>();
        await reader.ReadAsync<long>();
        var standing = await reader.ReadSingleAsync<int>();
        var caller = await reader.ReadSingleAsync<KnownCaller>();
        var hard = (await reader.ReadAsync<HardCall>()).AsList();
        return new EnteringCall(call, queue, standing, caller with { HardCalls = hard })
        {
            Matching = matching is null ? null : await MatchStore.ReadAsync(reader, matching),
        };
    }

    public static Task<WaitingCall?> LockAsync(NpgsqlTransaction work, Guid callId, CancellationToken cancellation) =>
        work.Connection!.QuerySingleOrDefaultAsync<WaitingCall>(new CommandDefinition(
            $"select {Columns} from waiting_call where call_id = @callId for update",
            new { callId }, work, cancellationToken: cancellation));

    /// <summary>
    /// The call, locked, and who has to do with it besides: after the lock nobody joins them. One round trip.
    /// </summary>
    public static async Task<EndingCall> LockEndingAsync(
        NpgsqlTransaction work, Guid callId, CancellationToken cancellation)
    {
        await using var reader = await work.Connection!.QueryMultipleAsync(new CommandDefinition(
            $"""
            select {Columns} from waiting_call where call_id = @callId for update;
            select exists (select from agent where aside_call_id = @callId) as talks_beside,
              exists (
                select from assignment s where s.call_id = @callId and {AssignmentStore.Live}) as holds_agents;
            """,
            new { callId }, work, cancellationToken: cancellation));
        var call = await reader.ReadSingleOrDefaultAsync<WaitingCall>();
        var others = await reader.ReadSingleAsync<EndingCall>();
        return others with { Known = call };
    }

    internal const string SaveSql =
        """
        insert into waiting_call (call_id, state, channel, queue_id, queued_at, entered_at, priority, skills,
          caller_ref, language, customer_class, step, place_until_at, rank, bucket, preferred_agent_id,
          preferred_as, preferred_until_at, hard, callback_id, traceparent, changed_at)
        values (@CallId, @State, @Channel, @QueueId, @QueuedAt, @EnteredAt, @Priority, @Skills, @CallerRef,
          @Language, @CustomerClass, @Step, @PlaceUntilAt, @Rank, @Bucket, @PreferredAgentId, @PreferredAs,
          @PreferredUntilAt, @Hard, @CallbackId, @Traceparent, @ChangedAt)
        on conflict (call_id) do update set
          state = excluded.state, channel = excluded.channel, queue_id = excluded.queue_id,
          queued_at = excluded.queued_at, entered_at = excluded.entered_at,
          priority = excluded.priority, skills = excluded.skills, caller_ref = excluded.caller_ref,
          language = excluded.language, customer_class = excluded.customer_class, step = excluded.step,
          place_until_at = excluded.place_until_at, rank = excluded.rank, bucket = excluded.bucket,
          preferred_agent_id = excluded.preferred_agent_id, preferred_as = excluded.preferred_as,
          preferred_until_at = excluded.preferred_until_at,
          hard = excluded.hard, callback_id = excluded.callback_id,
          traceparent = excluded.traceparent, changed_at = excluded.changed_at
        """;

    public static Task SaveAsync(NpgsqlTransaction work, WaitingCall call, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(SaveSql, call, work, cancellationToken: cancellation));

    /// <summary>Saves when the unit of work commits.</summary>
    public static void Save(UnitOfWork work, WaitingCall call) => work.AtCommit(SaveSql, call);

    /// <summary>The calls that wait in a queue, locked.</summary>
    public static async Task<IReadOnlyList<WaitingCall>> LockOfQueueAsync(
        NpgsqlTransaction work, Guid queueId, CancellationToken cancellation) =>
        (await work.Connection!.QueryAsync<WaitingCall>(new CommandDefinition(
            $"""
            select {Columns} from waiting_call where state = 'waiting' and queue_id = @queueId
            order by call_id for update
            """,
            new { queueId }, work, cancellationToken: cancellation))).AsList();

    /// <summary>Calls whose place has changed with time and which nobody else is changing, locked.</summary>
    public static async Task<IReadOnlyList<WaitingCall>> LockPlacesDueAsync(
        NpgsqlTransaction work, DateTimeOffset now, int limit, CancellationToken cancellation) =>
        (await work.Connection!.QueryAsync<WaitingCall>(new CommandDefinition(
            $"""
            select {Columns} from waiting_call where state = 'waiting' and place_until_at <= @now
            order by place_until_at limit @limit for update skip locked
            """,
            new { now, limit }, work, cancellationToken: cancellation))).AsList();

    /// <summary>Saves steps, ranks and buckets: one statement.</summary>
    public static Task SavePlacesAsync(
        NpgsqlTransaction work, IReadOnlyList<WaitingCall> calls, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            update waiting_call c set step = p.step, place_until_at = p.place_until_at, rank = p.rank, bucket = p.bucket
            from unnest(@callIds, @steps, @placeUntilAts, @ranks, @buckets)
              as p (call_id, step, place_until_at, rank, bucket)
            where c.call_id = p.call_id
            """,
            new
            {
                callIds = calls.Select(call => call.CallId).ToArray(),
                steps = calls.Select(call => call.Step).ToArray(),
                placeUntilAts = calls.Select(call => call.PlaceUntilAt).ToArray(),
                ranks = calls.Select(call => call.Rank).ToArray(),
                buckets = calls.Select(call => call.Bucket).ToArray(),
            },
            work, cancellationToken: cancellation));

    /// <summary>The calls that wait longest, with the last reasons.</summary>
    public static async Task<IReadOnlyList<WaitingRow>> ListAsync(
        NpgsqlConnection connection, int limit, CancellationToken cancellation) =>
        (await connection.QueryAsync<WaitingRow>(new CommandDefinition(
            """
            select c.call_id, c.queue_id, c.priority, c.skills, c.queued_at, c.step, c.preferred_agent_id,
              c.preferred_until_at, c.reasons_at, c.reasons, e.position, e.wait_ms, e.error_ms
            from waiting_call c left join call_estimate e on e.call_id = c.call_id and e.queued_at = c.queued_at
              and e.queue_id = c.queue_id
            where c.state = 'waiting'
            order by c.queued_at, c.call_id limit @limit
            """,
            new { limit }, cancellationToken: cancellation))).AsList();

    /// <summary>Ends calls that have waited longer than any call lives: their end was never heard.</summary>
    public static async Task<IReadOnlyList<Guid>> EndGhostsAsync(
        NpgsqlConnection connection, DateTimeOffset before, DateTimeOffset now, CancellationToken cancellation) =>
        (await connection.QueryAsync<Guid>(new CommandDefinition(
            """
            update waiting_call set state = 'ended', changed_at = @now
            where state = 'waiting' and queued_at < @before and changed_at < @before returning call_id
            """,
            new { before, now }, cancellationToken: cancellation))).AsList();

    /// <summary>Forgets ended calls: a late fact about one older than this is refused by its age.</summary>
    public static Task<int> ForgetAsync(
        NpgsqlConnection connection, DateTimeOffset before, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            "delete from waiting_call where state = 'ended' and changed_at < @before",
            new { before }, cancellationToken: cancellation));
}

/// <summary>What is known when a call is to be queued.</summary>
public sealed record EnteringCall(WaitingCall? Known, Queue? Queue, int Standing, KnownCaller Caller)
{
    /// <summary>What the matcher looks at, when it was asked for; it has no turn where others wait.</summary>
    public MatchState? Matching { get; init; }
}

/// <summary>A call that is to be queued, and the agents it asks for.</summary>
public sealed record Entrance(
    Guid CallId, Guid QueueId, string? CallerRef, Guid? OwnerAgentId = null, Guid? PreferredAgentId = null);

/// <summary>What is known when a call has ended.</summary>
public sealed record EndingCall
{
    public WaitingCall? Known { get; init; }

    /// <summary>Agents talk beside it.</summary>
    public bool TalksBeside { get; init; }

    /// <summary>Assignments of it are live.</summary>
    public bool HoldsAgents { get; init; }
}
