using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Local.Backing;
using CallCenter.Local.Packages;
using CallCenter.Local.Ports;
using CallCenter.Messaging;
using CallCenter.Routing;
using CallCenter.Routing.Figures;
using CallCenter.Routing.Matching;
using Dapper;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Benchmarks.Matching;

/// <summary>Routing's tables on a PostgreSQL as durable as in production, filled as a benchmark wants them.</summary>
internal sealed class MatchBench : IAsyncDisposable
{
    public const int SkillSets = 50;
    private const string Password = "for-benchmarks-only";

    private readonly FreePorts _ports = FreePorts.Take();
    private readonly TestDirectory _folder = TestDirectory.Create();
    private readonly WakeSignal<FigureWorker> _figures = new();
    private FigureWorker? _figureWorker;
    private PostgresServer? _server;
    private string _asOwner = "";

    private MatchBench()
    {
    }

    public NpgsqlDataSource Database { get; private set; } = null!;

    public Transactions Transactions { get; private set; } = null!;

    public WakeSignal<MatchWorker> Signal { get; } = new();

    public RoutingOptions Options { get; } = new();

    public static async Task<MatchBench> StartAsync(CancellationToken cancellation)
    {
        var bench = new MatchBench();
        var rootfs = await Rootfs.EnsureAsync(Console.Error.WriteLine, Rootfs.DefaultSuite, cancellation);
        bench._server = await PostgresServer.StartAsync(
            rootfs, Path.Combine(bench._folder.Path, "postgresql"), bench._ports.Table.PostgreSql, Password,
            Durability.Production, Path.Combine(bench._folder.Path, "postgresql.log"), cancellation);
        var databases = bench._server.Databases;
        await databases.EnsureRolesAsync("routing", Password, Password, cancellation);
        await databases.EnsureDatabaseAsync("routing", "routing", cancellation);
        await Migrations.ApplyAsync(
            bench._asOwner = databases.ConnectionString("routing", "routing_owner", Password), "routing",
            [typeof(Transactions).Assembly, typeof(RoutingOptions).Assembly], cancellation);
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var connections =
            new NpgsqlConnectionStringBuilder(databases.ConnectionString("routing", "routing", Password));
        DatabaseSetup.Tune(connections);
        bench.Database = NpgsqlDataSource.Create(connections);
        bench.Transactions = new Transactions(
            bench.Database, "routing", recorder: new FigureRecorder(bench._figures));
        await bench.StartFiguresAsync(cancellation);
        return bench;
    }

    public Matcher Matcher(ILogger<Matcher> logger) => new(Signal, TimeProvider.System, Settings, logger);

    public MatchWorker Worker(Matcher matcher) => new(
        matcher, Signal, Transactions, Database, TimeProvider.System, Settings, NullLogger<MatchWorker>.Instance);

    public Microsoft.Extensions.Options.IOptions<RoutingOptions> Settings =>
        Microsoft.Extensions.Options.Options.Create(Options);

    /// <summary>
    /// One queue without skills; agents who have half of the skill sets each; calls that want one of the sets. All
    /// agents are ready, or none.
    /// </summary>
    public async Task FillAsync(int agents, int calls, bool ready)
    {
        await using var connection = await Database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            delete from decision; delete from nobody_decision; delete from assignment; delete from waiting_call;
            delete from agent; delete from queue;
            insert into queue (queue_id, name, skills, open, ring_ms, wrap_up_ms, changed_at)
            values (@queue, 'bench', '{}', true, 20000, 0, now());
            insert into agent (agent_id, number, name, skills, status, activity, ready_at, phone_online,
              phone_changed_at, added_at)
            select gen_random_uuid(), n::text, 'Agent ' || n,
              array(select 's' || (n + k) % @sets from generate_series(0, @sets / 2) as k),
              case when @ready then 'available' else 'break' end, 'idle', now() - n * interval '1 ms', true, now(),
              now()
            from generate_series(1, @agents) as n;
            """,
            new { queue = Queue, agents, sets = SkillSets, ready }, commandTimeout: 120);
        await AddCallsAsync(calls);

        // The service never deletes its tables whole: what this filling left dead is not to be measured.
        await using var owner = new NpgsqlConnection(_asOwner);
        await owner.ExecuteAsync("vacuum (analyze)", commandTimeout: 120);
    }

    public static Guid Queue { get; } = Guid.CreateVersion7();

    public async Task AddCallsAsync(int calls)
    {
        await using var connection = await Database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into waiting_call (call_id, state, queue_id, queued_at, priority, skills, language, rank, bucket,
              changed_at)
            select gen_random_uuid(), 'waiting', @queue, now() + n * interval '1 us', 0, array['s' || n % @sets],
              'en', 0, replace(@queue::text, '-', '') || ' 0   s' || n % @sets, now()
            from generate_series(1, @calls) as n
            """,
            new { queue = Queue, calls, sets = SkillSets }, commandTimeout: 120);
    }

    /// <summary>Everybody is ready again; what they held is over.</summary>
    public async Task FreeAsync()
    {
        await using var connection = await Database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            update assignment set state = 'completed', ended_at = now() where state in ('pending', 'accepted');
            update waiting_call set state = 'ended' where state = 'assigned';
            update agent set activity = 'idle', call_id = null, ready_at = clock_timestamp()
            where activity <> 'idle';
            """,
            commandTimeout: 120);
    }

    public async Task<T> OneAsync<T>(string sql)
    {
        await using var connection = await Database.OpenConnectionAsync();
        return await connection.QuerySingleAsync<T>(sql);
    }

    /// <summary>Figures are folded beside the matcher, as in the service.</summary>
    private async Task StartFiguresAsync(CancellationToken cancellation)
    {
        _figureWorker = new FigureWorker(
            _figures, Database, TimeProvider.System, Microsoft.Extensions.Options.Options.Create(Options),
            NullLogger<FigureWorker>.Instance);
        await _figureWorker.StartAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_figureWorker is not null)
        {
            await _figureWorker.StopAsync(CancellationToken.None);
            _figureWorker.Dispose();
        }

        _figures.Dispose();
        Signal.Dispose();
        if (Database is not null)
        {
            await Database.DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
        if (_server is not null)
        {
            await _server.Process.KillAsync();
            await _server.DisposeAsync();
        }

        _ports.Dispose();
        _folder.Dispose();
    }
}
