using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Telephony.Listening;
using CallCenter.Telephony.Nodes;
using CallCenter.Telephony.Recordings;
using CallCenter.Telephony.Retention;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace CallCenter.Telephony.Tests.Retention;

/// <summary>
/// Kept recordings without a switch: a real database, a real folder and the service's HTTP. The worker that deletes is
/// told when to look.
/// </summary>
internal sealed class Archive : IAsyncDisposable
{
    /// <summary>Collection of those who open it, one after the other: a test process has one port for them.</summary>
    public const string Name = "archive";

    public const string Customer = "+441632960123";
    private readonly string _directory;
    private readonly WakeSignal<DeletionWorker> _signal = new();
    private ServiceUnderTest _service = null!;

    private Archive(Servers servers, TestDatabase stored)
    {
        _directory = Path.Combine(servers.Directory, $"archive-{Guid.CreateVersion7():n}");
        Stored = stored;
        Database = NpgsqlDataSource.Create(stored.ConnectionString);
        Transactions = new Transactions(Database, "telephony");
        Store = new FolderRecordings(Folder);
        Worker = NewWorker(Store);
    }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public TestDatabase Stored { get; }

    public NpgsqlDataSource Database { get; }

    public Transactions Transactions { get; }

    public FolderRecordings Store { get; }

    public DeletionWorker Worker { get; }

    public string Folder => Path.Combine(_directory, "recordings");

    public ServiceUnderTest Service => _service;

    public static string CallerRef => CallerReference.Of(Customer, new byte[32]);

    public static async Task<Archive> OpenAsync(Servers servers)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var database = await servers.DatabaseAsync("telephony");
        await Migrations.ApplyAsync(
            database.MigrationConnectionString, database.ApplicationRole,
            [typeof(Transactions).Assembly, typeof(TelephonyOptions).Assembly], Cancellation);
        var archive = new Archive(servers, database);
        archive._service = await ServiceUnderTest.StartAsync(
            servers, "telephony", database,
            service =>
            {
                service.AddSchema(typeof(TelephonyOptions).Assembly);
                service.AddSettings<CallerReferenceOptions>("CallerReference");
                service.Services.AddSingleton(archive.Transactions);
                service.Services.AddSingleton<IRecordingStore>(archive.Store);
                service.Services.AddSingleton<OggMaker>();
            },
            app => app.MapRecordingParts(),
            $"CallerReference:Key={Convert.ToBase64String(new byte[32])}");
        return archive;
    }

    public DeletionWorker NewWorker(IRecordingStore store) => new(
        new TelephonyOptions(), new Switchboard(), Transactions, store, _signal, TimeProvider.System,
        NullLogger<DeletionWorker>.Instance);

    /// <summary>A recording that is ready, of that age, with audio of two tones.</summary>
    public async Task<Guid> AddAsync(
        int days = 0, Guid? queueId = null, Guid? numberId = null, string? callerRef = null, string state = "stored",
        Guid? agentId = null)
    {
        var id = Guid.CreateVersion7();
        var wav = Tones();
        if (state == "stored")
        {
            await Store.WriteAsync(RecordingFile.Wav(id), new MemoryStream(wav), Cancellation);
        }

        await using var connection = await Database.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync(
            """
            insert into recording (recording_id, call_id, assignment_id, agent_id, queue_id, node, state, started_at,
              stored_at, sha256, bytes, duration_ms, peaks, number_id, caller_ref)
            values (@id, @id, @id, @agentId, @queueId, 'local', @state, now() - make_interval(days => @days),
              now(), @sha256, @bytes, 1000, @peaks, @numberId, @callerRef)
            """,
            new
            {
                id, agentId = agentId ?? Guid.CreateVersion7(), queueId = queueId ?? Guid.CreateVersion7(), state, days,
                sha256 = Convert.ToHexStringLower(SHA256.HashData(wav)), bytes = (long)wav.Length,
                peaks = new byte[] { 1, 2, 3, 4 }, numberId, callerRef,
            });
        return id;
    }

    public static byte[] Tones()
    {
        var wav = new byte[44 + (8000 * 4)];
        for (var i = 0; i < 8000; i++)
        {
            BitConverter.TryWriteBytes(wav.AsSpan(44 + (i * 4)), (short)(8000 * Math.Sin(Math.Tau * 700 * i / 8000)));
            BitConverter.TryWriteBytes(wav.AsSpan(46 + (i * 4)), (short)(8000 * Math.Sin(Math.Tau * 1500 * i / 8000)));
        }

        return wav;
    }

    public async Task<string?> StateAsync(Guid id)
    {
        await using var connection = await Database.OpenConnectionAsync(Cancellation);
        return await connection.ExecuteScalarAsync<string>(
            "select state from recording where recording_id = @id", new { id });
    }

    public async Task<JsonElement> SendAsync(
        string role, HttpMethod method, string path, HttpStatusCode status, object? body = null)
    {
        using var client = _service.ClientOf(role);
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Content = body is null ? null : JsonContent.Create(body);
        using var answer = await client.SendAsync(request, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode == status, $"{method} {path} {(int)answer.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Asks for audio; the caller disposes the answer.</summary>
    public async Task<HttpResponseMessage> HearAsync(
        HttpClient client, Guid id, string query = "", string? range = null, string? accept = null)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri($"/recordings/{id}/audio{query}", UriKind.Relative));
        request.Headers.Range = range is null ? null : RangeHeaderValue.Parse(range);
        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        return await client.SendAsync(request, Cancellation);
    }

    public Task<IReadOnlyList<T>> EventsAsync<T>() where T : class =>
        SaidEvents.OfAsync<T>(Stored.ConnectionString, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        Worker.Dispose();
        _signal.Dispose();
        await Database.DisposeAsync();
    }
}
