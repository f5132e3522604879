using Dapper;
using Npgsql;

namespace CallCenter.Fixtures.Playing;

/// <summary>Routing in processes, Telephony played beside it, a queue with agents, and what is left of it.</summary>
public sealed class PlayedCentre : IAsyncDisposable
{
    private readonly TestDatabase _routing;
    private readonly TestDatabase _telephony;

    private PlayedCentre(
        TestDatabase routing, TestDatabase telephony, RoutingReplicas replicas, PlayedTelephony played)
    {
        _routing = routing;
        _telephony = telephony;
        Replicas = replicas;
        Telephony = played;
    }

    public RoutingReplicas Replicas { get; }

    public PlayedTelephony Telephony { get; }

    public static async Task<PlayedCentre> StartAsync(
        TestDatabase routing, TestDatabase telephony, Uri broker, string folder, int replicas, int agents,
        CancellationToken cancellation)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var processes = await RoutingReplicas.PrepareAsync(routing, broker, folder, cancellation);
        await PlayedTelephony.PrepareAsync(telephony, broker);
        var (queue, ids) = await FillAsync(routing, agents);
        await processes.StartAsync(replicas, cancellation);
        var played = await PlayedTelephony.StartAsync(telephony, broker, queue);
        await played.RegisterAsync(ids);
        return new PlayedCentre(routing, telephony, processes, played);
    }

    /// <summary>Waits until nothing moves any more, or the limit is reached; then counts what is left.</summary>
    public async Task<LeftOver> SettleAsync(TimeSpan limit)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            await Telephony.AnswerLateOrdersAsync();
            var left = await CountAsync();
            if ((left.Nothing && await PendingAsync() == 0)
                || TimeProvider.System.GetElapsedTime(began) > limit)
            {
                return left;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    /// <summary>The longest time between two assignments as they were committed, from one instant to another.</summary>
    public Task<double> LongestPauseMsAsync(DateTimeOffset from, DateTimeOffset to) => OneAsync<double>(
        _routing,
        """
        select coalesce(max(extract(epoch from assigned_at - before) * 1000), 0)::float8 from (
          select assigned_at, lag(assigned_at) over (order by assigned_at) as before from assignment
          where assigned_at between @from and @to) as each
        """,
        new { from, to });

    /// <summary>Where the wait of a call for its first order was spent.</summary>
    public Task<WaitStages> StagesAsync(Guid callId) =>
        WaitStages.ReadAsync(_telephony.ConnectionString, _routing.ConnectionString, callId);

    public async ValueTask DisposeAsync()
    {
        await Telephony.DisposeAsync();
        await Replicas.DisposeAsync();
    }

    private static async Task<(Guid Queue, IReadOnlyList<Guid> Agents)> FillAsync(TestDatabase routing, int agents)
    {
        var queue = Guid.CreateVersion7();
        await using var connection = new NpgsqlConnection(routing.ConnectionString);
        var ids = await connection.QueryAsync<Guid>(
            """
            insert into queue (queue_id, name, skills, open, ring_ms, wrap_up_ms, changed_at)
            values (@queue, 'played', '{}', true, 20000, 200, now());
            insert into agent (agent_id, number, name, skills, status, activity, ready_at, added_at)
            select gen_random_uuid(), n::text, 'Agent ' || n, '{}', 'available', 'idle', now(), now()
            from generate_series(1, @agents) as n returning agent_id;
            """,
            new { queue, agents });
        return (queue, ids.AsList());
    }

    private Task<LeftOver> CountAsync() => OneAsync<LeftOver>(
        _routing,
        """
        select (select count(*) from waiting_call where state = 'waiting')::int as waiting,
          (select count(*) from waiting_call where state not in ('waiting', 'ended'))::int as open_calls,
          (select count(*) from agent where activity in ('reserved', 'ringing'))::int as reserved,
          (select count(*) from agent where activity in ('talking', 'wrap-up'))::int as busy,
          (select count(*) from assignment where state in ('pending', 'accepted'))::int as live,
          (select count(*) from assignment where answered_at is not null)::int as talks,
          (select count(*) from repair)::int as repairs,
          (select count(*) from repair where kind = 'waiting-beside-idle')::int as incidents,
          (select string_agg(distinct kind || ' (' || done || ')', ', ') from repair) as kinds,
          (select count(*) from assignment where reason = 'expired')::int as expired,
          (select count(*) from (
            select assigned_at < lag(ended_at) over (partition by agent_id order by assigned_at, assignment_id) as twice
            from assignment union all
            select assigned_at < lag(coalesce(released_at, ended_at))
              over (partition by call_id order by assigned_at, assignment_id)
            from assignment) as pairs where twice)::int as twice
        """);

    /// <summary>Events said and not yet heard: everything that is played is heard by Routing, once.</summary>
    private async Task<int> PendingAsync()
    {
        const string pending = "select count(*)::int from msg.outbox";
        var heard = await OneAsync<int>(_routing, "select count(*)::int from msg.inbox");
        var said = await OneAsync<int>(_telephony, "select count(*)::int from msg.event_log");
        return await OneAsync<int>(_routing, pending) + await OneAsync<int>(_telephony, pending) + (said - heard);
    }

    private static async Task<T> OneAsync<T>(TestDatabase database, string sql, object? parameters = null)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        return await connection.QuerySingleAsync<T>(sql, parameters);
    }
}

/// <summary>Rows that should not be there when all calls are over, and what shows that none was given twice.</summary>
public sealed record LeftOver
{
    public int Waiting { get; init; }

    /// <summary>Neither waiting nor ended.</summary>
    public int OpenCalls { get; init; }

    /// <summary>Agents reserved or rung.</summary>
    public int Reserved { get; init; }

    /// <summary>Agents talking or in wrap-up.</summary>
    public int Busy { get; init; }

    public int Live { get; init; }

    /// <summary>Assignments that were answered.</summary>
    public int Talks { get; init; }

    public int Repairs { get; init; }

    /// <summary>The repairs that only say that a call waited: a machine that is too busy is enough.</summary>
    public int Incidents { get; init; }

    /// <summary>What the repairs were about.</summary>
    public string? Kinds { get; init; }

    /// <summary>Leases that ran out because nothing was heard.</summary>
    public int Expired { get; init; }

    /// <summary>Assignments of one agent, or of one call, that overlap.</summary>
    public int Twice { get; init; }

    public bool Nothing => Waiting + OpenCalls + Reserved + Busy + Live == 0;

    public override string ToString() =>
        $"{Waiting} waiting, {OpenCalls} open, {Reserved} agents reserved or ringing, {Busy} talking or in wrap-up, "
        + $"{Live} live assignments, {Twice} given twice, {Expired} leases expired, {Repairs} repairs"
        + (Kinds is null ? "" : $": {Kinds}");
}
