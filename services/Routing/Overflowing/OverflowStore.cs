using CallCenter.Messaging;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;
using Dapper;
using Npgsql;

namespace CallCenter.Routing.Overflowing;

public static class OverflowStore
{
    /// <summary>Any number that nothing else in this database locks.</summary>
    private const long OverflowLock = 7_204_003;

    /// <summary>
    /// The queues and the rules that held, for the one who decides until the end of the transaction; nothing for all
    /// others.
    /// </summary>
    public static async Task<(IReadOnlyList<Queue> Queues, IReadOnlyList<HeldRule> Held)> LoadAsync(
        NpgsqlTransaction work, CancellationToken cancellation)
    {
        await using var reader = await work.Connection!.QueryMultipleAsync(new CommandDefinition(
            $"""
            select pg_try_advisory_xact_lock({OverflowLock});
            select {QueueStore.Columns} from queue;
            select queue_id, rule, active_at from overflow;
            """,
            transaction: work, cancellationToken: cancellation));
        return await reader.ReadSingleAsync<bool>()
            ? ((await reader.ReadAsync<Queue>()).AsList(), (await reader.ReadAsync<HeldRule>()).AsList())
            : ([], []);
    }

    /// <summary>How many calls are in each queue, its estimated wait, and the agents who chose to be there.</summary>
    public static async Task<(IReadOnlyList<QueueCount> Counts, IReadOnlyList<Agent> Agents)> MeasureAsync(
        NpgsqlTransaction work, CancellationToken cancellation)
    {
        await using var reader = await work.Connection!.QueryMultipleAsync(new CommandDefinition(
            $"""
            select coalesce(c.queue_id, p.queue_id) as queue_id, coalesce(c.waiting, 0) as waiting,
              coalesce(c.standing, 0) as standing, p.new_caller_ms as estimated_wait_ms
            from (
              select queue_id, count(*) filter (where state = 'waiting')::int as waiting, count(*)::int as standing
              from waiting_call
              where state in ('waiting', 'assigned') and preferred_as is distinct from 'consultation'
              group by queue_id
            ) c full join queue_pace p on p.queue_id = c.queue_id;
            select {AgentStore.Columns} from agent where status = 'available' and removed_at is null;
            """,
            transaction: work, cancellationToken: cancellation));
        return ((await reader.ReadAsync<QueueCount>()).AsList(), (await reader.ReadAsync<Agent>()).AsList());
    }

    /// <summary>Keeps which rules hold; what is not among them is over.</summary>
    public static Task SaveHeldAsync(
        NpgsqlTransaction work, IReadOnlyList<HeldRule> held, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            delete from overflow o where not exists (
              select from unnest(@queueIds, @rules) as k (queue_id, rule)
              where k.queue_id = o.queue_id and k.rule = o.rule);
            insert into overflow (queue_id, rule, active_at)
            select queue_id, rule, active_at from unnest(@queueIds, @rules, @activeAts) as k (queue_id, rule, active_at)
            on conflict (queue_id, rule) do nothing;
            """,
            new
            {
                queueIds = held.Select(one => one.QueueId).ToArray(),
                rules = held.Select(one => one.Rule).ToArray(),
                activeAts = held.Select(one => one.ActiveAt).ToArray(),
            },
            work, cancellationToken: cancellation));

    /// <summary>The waiting calls within the windows that nobody else is changing, locked.</summary>
    public static async Task<IReadOnlyList<WaitingCall>> LockWithinAsync(
        NpgsqlTransaction work, IReadOnlyList<ExitWindow> windows, int limit, CancellationToken cancellation) =>
        (await work.Connection!.QueryAsync<WaitingCall>(new CommandDefinition(
            $"""
            select {WaitingCallStore.Columns} from waiting_call
            join unnest(@queueIds, @befores, @sinces) as w (of_queue_id, entered_before, entered_since)
              on of_queue_id = queue_id
            where state = 'waiting' and (entered_at <= entered_before or entered_at > entered_since)
            order by entered_at, call_id limit @limit for update of waiting_call skip locked
            """,
            new
            {
                queueIds = windows.Select(window => window.QueueId).ToArray(),
                befores = windows.Select(window => window.EnteredBefore).ToArray(),
                sinces = windows.Select(window => window.EnteredSince).ToArray(),
                limit,
            },
            work, cancellationToken: cancellation))).AsList();

    /// <summary>Saves where the calls are now and the way they came; their reasons are to be found anew.</summary>
    public static Task SaveMovedAsync(
        NpgsqlTransaction work, IReadOnlyList<Departure> left, CancellationToken cancellation)
    {
        var moves = left.SelectMany(one => one.Moves).ToList();
        return work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            update waiting_call c set queue_id = p.queue_id, entered_at = p.entered_at, state = p.state, step = p.step,
              place_until_at = p.place_until_at, rank = p.rank, bucket = p.bucket, changed_at = p.changed_at,
              reasons = null, reasons_at = null
            from unnest(@callIds, @queueIds, @enteredAts, @states, @steps, @placeUntilAts, @ranks, @buckets,
              @changedAts) as p (call_id, queue_id, entered_at, state, step, place_until_at, rank, bucket, changed_at)
            where c.call_id = p.call_id;
            insert into call_move (move_id, call_id, moved_at, from_queue_id, to_queue_id, reason)
            select gen_random_uuid(), call_id, moved_at, from_queue_id, to_queue_id, reason
            from unnest(@movedCallIds, @movedAts, @fromQueueIds, @toQueueIds, @reasons)
              as m (call_id, moved_at, from_queue_id, to_queue_id, reason);
            """,
            new
            {
                callIds = left.Select(one => one.Call.CallId).ToArray(),
                queueIds = left.Select(one => one.Call.QueueId!.Value).ToArray(),
                enteredAts = left.Select(one => one.Call.EnteredAt).ToArray(),
                states = left.Select(one => one.Call.State).ToArray(),
                steps = left.Select(one => one.Call.Step).ToArray(),
                placeUntilAts = left.Select(one => one.Call.PlaceUntilAt).ToArray(),
                ranks = left.Select(one => one.Call.Rank).ToArray(),
                buckets = left.Select(one => one.Call.Bucket).ToArray(),
                changedAts = left.Select(one => one.Call.ChangedAt).ToArray(),
                movedCallIds = moves.Select(move => move.CallId).ToArray(),
                movedAts = moves.Select(move => move.MovedAt).ToArray(),
                fromQueueIds = moves.Select(move => move.FromQueueId).ToArray(),
                toQueueIds = moves.Select(move => move.ToQueueId).ToArray(),
                reasons = moves.Select(move => move.Reason).ToArray(),
            },
            work, cancellationToken: cancellation));
    }

    /// <summary>Keeps with the unit of work why a call that no worker looked at got nobody.</summary>
    public static void SaveMove(UnitOfWork work, CallMove move) => work.AtCommit(
        """
        insert into call_move (move_id, call_id, moved_at, from_queue_id, reason, detail)
        values (gen_random_uuid(), @CallId, @MovedAt, @FromQueueId, @Reason, coalesce(@Detail,
          (select reasons::text from waiting_call where call_id = @CallId and @Ended)))
        """,
        new { move.CallId, move.MovedAt, move.FromQueueId, move.Reason, move.Detail, move.Ended });

    /// <summary>The ways a call went without an agent, in the order of time.</summary>
    public static async Task<IReadOnlyList<CallMove>> MovesOfCallAsync(
        NpgsqlConnection connection, Guid callId, int limit, CancellationToken cancellation) =>
        (await connection.QueryAsync<CallMove>(new CommandDefinition(
            """
            select call_id, moved_at, from_queue_id, to_queue_id, reason, detail from call_move
            where call_id = @callId order by moved_at, move_id limit @limit
            """,
            new { callId, limit }, cancellationToken: cancellation))).AsList();

    /// <summary>Forgets moves before an instant.</summary>
    public static Task<int> ForgetAsync(
        NpgsqlConnection connection, DateTimeOffset before, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            "delete from call_move where moved_at < @before", new { before }, cancellationToken: cancellation));
}
