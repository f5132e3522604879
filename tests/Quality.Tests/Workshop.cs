using System.Security.Cryptography;
using CallCenter.Contracts.Quality;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Quality.Analyses;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Quality.Tests;

/// <summary>Quality on a database and a folder of recordings of its own, its clock in the hand of the test.</summary>
internal sealed class Workshop : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly ServiceDatabase _database;

    private Workshop(ServiceDatabase database, string recordings)
    {
        _database = database;
        Recordings = new FolderRecordings(recordings);
    }

    public TestDatabase TestDatabase => _database.Test;

    public NpgsqlDataSource Database => _database.Source;

    public Transactions Transactions => _database.Transactions;

    public FolderRecordings Recordings { get; }

    /// <summary>Whether the store of recordings does not answer.</summary>
    public bool Away { get; set; }

    public TestClock Clock { get; } = new(Noon);

    public WakeSignal<AnalysisWorker> Signal { get; } = new();

    public QualityOptions Options { get; } = new() { SweepTime = TimeSpan.FromMilliseconds(50) };

    public static async Task<Workshop> OpenAsync(Servers servers)
    {
        var database = await ServiceDatabase.OpenAsync(servers, "quality", typeof(QualityOptions).Assembly);
        return new Workshop(database, Path.Combine(servers.Directory, $"recordings-{database.Test.Name}"));
    }

    /// <summary>The service's endpoints over the same database, with the clock of the test.</summary>
    public Task<ServiceUnderTest> ServeAsync(Servers servers, Action<WebApplication> map) =>
        ServiceUnderTest.StartAsync(
            servers, "quality", TestDatabase,
            add =>
            {
                add.AddSchema(typeof(QualityOptions).Assembly);
                add.AddSettings<QualityOptions>("Quality");
                add.Services.AddSingleton(Transactions);
                add.Services.AddSingleton<TimeProvider>(Clock);
            },
            map);

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

    public Task HearAsync(RecordingReady fact) => _database.HearAsync(context =>
        new RecordingReadyConsumer(Signal, Clock).ConsumeAsync(fact, context, CancellationToken.None));

    /// <summary>A consumer hears a fact.</summary>
    public Task HearAsync<T>(IEventConsumer<T> consumer, T fact) where T : class =>
        _database.HearAsync(context => consumer.ConsumeAsync(fact, context, CancellationToken.None));

    /// <summary>Telephony has deleted the recording.</summary>
    public Task HearDeletedAsync(RecordingReady fact) => _database.HearAsync(context =>
        new RecordingDeletedConsumer(Clock).ConsumeAsync(
            new RecordingDeleted
            {
                CallId = fact.CallId, RecordingId = fact.RecordingId, Reason = "customer", DeletedAt = Noon,
            },
            context, CancellationToken.None));

    public async Task StoreAsync(RecordingReady fact, byte[] wav)
    {
        using var stream = new MemoryStream(wav);
        await Recordings.WriteAsync(RecordingFile.Wav(fact.RecordingId), stream, CancellationToken.None);
    }

    public AnalysisWorker Worker() => new(
        Signal, Transactions, Database, new RecordingReader(Away ? new AwayStore() : Recordings), Clock,
        Microsoft.Extensions.Options.Options.Create(Options), NullLogger<AnalysisWorker>.Instance);

    public Task<bool> AnalyseNextAsync() => Worker().AnalyseNextAsync(CancellationToken.None);

    public Task<IReadOnlyList<CallEvaluated>> SaidAsync() =>
        _database.SaidAsync<CallEvaluated>();

    /// <summary>What became of the work: state, reason and attempts.</summary>
    public Task<(string State, string? Reason, int Attempts)> WorkOfAsync(RecordingReady fact) =>
        OneAsync<(string, string?, int)>(
            "select state, reason, attempts from analysis where recording_id = @id", new { id = fact.RecordingId });

    public Task<T> OneAsync<T>(string sql, object? parameters = null) => _database.OneAsync<T>(sql, parameters);

    public async ValueTask DisposeAsync()
    {
        Signal.Dispose();
        await _database.DisposeAsync();
    }
}
