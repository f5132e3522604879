using System.Globalization;
using CallCenter.Routing;
using CallCenter.Routing.Figures;
using Dapper;
using Npgsql;

namespace CallCenter.Benchmarks.Matching;

/// <summary>
/// <c>figures</c>: how long it takes to count a day of 100,000 calls in ten queues and of 800 agents, with every second
/// of it; on a real PostgreSQL. Then how long it takes from the commit of a fact until a reader of the stream has it.
/// </summary>
internal static class FiguresBenchmark
{
    private const int Rounds = 9;

    private const string DaySql =
        """
        insert into queue (queue_id, name, skills, open, ring_ms, wrap_up_ms, changed_at)
        select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Queue ' || n, '{}', true, 20000, 0,
          @from
        from generate_series(1, 10) as n;
        insert into agent (agent_id, number, name, skills, status, activity, ready_at, phone_online, added_at)
        select ('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid, n::text, 'Agent ' || n, '{}',
          'available', 'idle', @from, true, @from
        from generate_series(1, 800) as n;
        insert into figure_visit (call_id, queue_id, queued_at, answered_at, ended_at, left_at, outcome, wait_ms)
        select gen_random_uuid(), ('00000000-0000-7000-8000-' || lpad(to_hex(1 + n % 10), 12, '0'))::uuid, at,
          case when n % 20 > 0 then at + wait end, at + wait + interval '5 min', at + wait,
          case when n % 20 > 0 then 'answered' else 'abandoned' end, n % 60 * 1000
        from (select n, @from + n * interval '860 ms' as at, n % 60 * interval '1 s' as wait
              from generate_series(1, 100000) as n) as call;
        insert into figure_offer (assignment_id, call_id, agent_id, queue_id, offered_at, answered_at, released_at,
          talk_ms, finished_at, wrap_up_ms, outcome, decided_at)
        select gen_random_uuid(), gen_random_uuid(),
          ('00000000-0000-7000-9000-' || lpad(to_hex(1 + n % 800), 12, '0'))::uuid,
          ('00000000-0000-7000-8000-' || lpad(to_hex(1 + n % 10), 12, '0'))::uuid, at, at, at + interval '4 min',
          240000, at + interval '5 min', 60000, case when n % 10 > 0 then 'answered' else 'refused' end, at
        from (select n, @from + n * interval '780 ms' as at from generate_series(1, 110000) as n) as offer;
        insert into figure_activity (agent_id, since_at, id, until_at, status, activity)
        select ('00000000-0000-7000-9000-' || lpad(to_hex(1 + n % 800), 12, '0'))::uuid,
          @from + n * interval '160 ms', n,
          case when n <= 539200 then @from + (n + 800) * interval '160 ms' end, 'available',
          (array['idle', 'reserved', 'ringing', 'talking', 'wrap-up'])[1 + n / 800 % 5]
        from generate_series(1, 540000) as n;
        analyze queue; analyze agent; analyze figure_visit; analyze figure_offer; analyze figure_activity;
        """;

    public static async Task<int> RunAsync(CancellationToken cancellation)
    {
        await CountAsync(cancellation);
        var delay = await PushDelay.MeasureAsync(cancellation);
        Console.WriteLine(
            $"from the commit of a fact to its push over server-sent events: {delay} ({delay.Count} facts)");
        return 0;
    }

    private static async Task CountAsync(CancellationToken cancellation)
    {
        await using var bench = await MatchBench.StartAsync(cancellation);
        var from = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        await using var connection = await bench.Database.OpenConnectionAsync(cancellation);
        await connection.ExecuteAsync(DaySql, new { from }, commandTimeout: 300);
        foreach (var (name, window) in Windows(from))
        {
            var queues = await TimeAsync(() => TallyStore.QueuesAsync(connection, window, cancellation));
            var agents = await TimeAsync(() => TallyStore.AgentsAsync(connection, window, null, cancellation));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: 10 queues {queues}; 800 agents {agents} (of {Rounds})"));
        }
    }

    private static IEnumerable<(string Name, FigureWindow Window)> Windows(DateTimeOffset from)
    {
        var settings = new RoutingOptions();
        var evening = from.AddHours(23.9);
        yield return ("a day of 100,000 calls, 110,000 offers, 540,000 spans", FigureWindow.Today(settings, evening));
        yield return ("its last 30 minutes", FigureWindow.Of(
            new FigureQuery { LastMs = 1_800_000 }, settings, evening));
        yield return ("an hour of its morning", FigureWindow.Of(
            new FigureQuery { From = from.AddHours(9), To = from.AddHours(10) }, settings, evening));
    }

    private static async Task<Percentiles> TimeAsync(Func<Task> count)
    {
        var times = new List<double>();
        for (var i = 0; i < Rounds; i++)
        {
            var began = TimeProvider.System.GetTimestamp();
            await count();
            times.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
        }

        return new Percentiles(times);
    }
}
