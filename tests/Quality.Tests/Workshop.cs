using System.Security.Cryptography;
using CallCenter.Contracts.Quality;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Quality.Analyses;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Quality.Tests;

/// <summary>Quality on a database and a folder of recordings of its own, its clock in the hand of the test.</summary>
internal sealed class Workshop : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public required TestDatabase TestDatabase { get; init; }

    public required NpgsqlDataSource Database { get; init; }

    public required Transactions Transactions { get; init; }

    public required FolderRecordings Recordings { get; init; }

    public TestClock Clock { get; } = new(Noon);

    public AnalysisSignal Signal { get; } = new();

    public QualityOptions Options { get; } = new() { SweepTime = TimeSpan.FromMilliseconds(50) };

    public static async Task<Workshop> OpenAsync(Servers servers)
    {
        var database = await servers.DatabaseAsync("quality");
        await Migrations.ApplyAsync(
            database.MigrationConnectionString,
            database.ApplicationRole,
            [typeof(Transactions).Assembly, typeof(QualityOptions).Assembly],
            CancellationToken.None);
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var source = NpgsqlDataSource.Create(database.ConnectionString);
        return new Workshop
        {
            TestDatabase = database,
            Database = source,
            Transactions = new Transactions(source, "quality"),
            Recordings = new FolderRecordings(Path.Combine(servers.Directory, $"recordings-{database.Name}")),
        };
    }

    /// <summary>A recording is stored (unless told otherwise) and announced, and its announcement heard.</summary>
    public async Task<RecordingReady> HearAsync(byte[] wav, bool stored = true, Guid? agentId = null)
    {
        var fact = new RecordingReady
        {
            CallId = Guid.CreateVersion7(),
            RecordingId = Guid.CreateVersion7(),
            AssignmentId = Guid.CreateVersion7(),
            AgentId = agentId ?? Guid.CreateVersion7(),
            QueueId = Guid.CreateVersion7(),
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(wav)),
            Bytes = wav.Length,
            DurationMs = 1,
            StartedAt = Noon,
        };
        if (stored)
        {
            await StoreAsync(fact, wav);
        }

        await HearAsync(fact);
        return fact;
    }

    public async Task HearAsync(RecordingReady fact)
    {
        await using var work = await Transactions.BeginAsync(CancellationToken.None);
        var context = new EventContext
        {
            EventId = Guid.CreateVersion7(),
            Subject = "",
            SubjectSeq = 1,
            At = Clock.GetUtcNow(),
            Work = work,
        };
        await new RecordingReadyConsumer(Signal, Clock).ConsumeAsync(fact, context, CancellationToken.None);
        await work.CommitAsync(CancellationToken.None);
    }

    public async Task StoreAsync(RecordingReady fact, byte[] wav)
    {
        using var stream = new MemoryStream(wav);
        await Recordings.WriteAsync(fact.RecordingId, stream, CancellationToken.None);
    }

    public AnalysisWorker Worker() => new(
        Signal, Transactions, Database, new RecordingReader(Recordings), Clock,
        Microsoft.Extensions.Options.Options.Create(Options), NullLogger<AnalysisWorker>.Instance);

    public Task<bool> AnalyseNextAsync() => Worker().AnalyseNextAsync(CancellationToken.None);

    public Task<IReadOnlyList<CallEvaluated>> SaidAsync() =>
        SaidEvents.OfAsync<CallEvaluated>(TestDatabase.ConnectionString);

    /// <summary>What became of the work: state, reason and attempts.</summary>
    public Task<(string State, string? Reason, int Attempts)> WorkOfAsync(RecordingReady fact) =>
        OneAsync<(string, string?, int)>(
            "select state, reason, attempts from analysis where recording_id = @id", new { id = fact.RecordingId });

    public async Task<T> OneAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Database.OpenConnectionAsync();
        return await connection.QuerySingleAsync<T>(sql, parameters);
    }

    public async ValueTask DisposeAsync()
    {
        Signal.Dispose();
        await Database.DisposeAsync();
    }
}

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Move(TimeSpan by) => _now += by;
}
