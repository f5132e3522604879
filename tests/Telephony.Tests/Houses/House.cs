using System.Net;
using CallCenter.Contracts.Routing;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Local.Backing;
using CallCenter.Local.Phones;
using CallCenter.Local.Ports;
using CallCenter.Local.Sounds;
using CallCenter.Messaging;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Nodes;
using CallCenter.Telephony.Numbers;
using CallCenter.Telephony.Retention;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>
/// A whole Telephony for one test: an Asterisk and a database of its own, its workers in this process, and phones.
/// Routing is played by the test, which gives orders through the consumers.
/// </summary>
internal sealed partial class House : IAsyncDisposable
{
    public const string Dialled = "+441632960000";
    public const string Caller = "+441632960123";
    public const double GreetingTone = 700;
    public const double SurveyTone = 850;
    public const double ThanksTone = 1000;
    public const double UnknownNumberTone = 1150;
    public const double NotRoutableTone = 1300;

    /// <summary>
    /// Longer than anything takes on a busy machine, the half minute included after which the switch asks a phone again
    /// that answered too late: it matters only to a test that fails.
    /// </summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(45);

    private const string Password = "for-tests-only";
    private readonly FreePorts _ports = FreePorts.Take();
    private readonly List<TestPhone> _phones = [];
    private readonly List<Replica> _replicas = [];
    private readonly string _directory;
    private readonly Servers _servers;

    private House(Servers servers, TestDatabase stored)
    {
        _servers = servers;
        Stored = stored;
        _directory = Path.Combine(servers.Directory, $"house-{Guid.CreateVersion7():n}");
        Database = NpgsqlDataSource.Create(stored.ConnectionString);
        Transactions = new Transactions(Database, "telephony");
    }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public TestDatabase Stored { get; }

    /// <summary>Ports of its own; those of Telephony are free for a test that serves it.</summary>
    public PortTable Ports => _ports.Table;

    public NpgsqlDataSource Database { get; }

    public Transactions Transactions { get; }

    /// <summary>Not there in a house on a fake switch.</summary>
    public AsteriskServer Asterisk { get; private set; } = null!;

    public TelephonyOptions Options { get; private set; } = null!;

    public string RecordingStore => Path.Combine(_directory, "recordings");

    public Guid QueueId { get; } = Guid.CreateVersion7();

    public Replica Replica => _replicas[^1];

    public async Task StartAsteriskAsync()
    {
        Directory.CreateDirectory(_directory);
        Asterisk = await AsteriskServer.StartAsync(
            await _servers.RootfsAsync(), Path.Combine(_directory, "asterisk"), _ports.Table,
            new AsteriskSecrets(Password, Password), Path.Combine(_directory, "asterisk.log"), Cancellation);
        var hz = GreetingTone;
        foreach (var sound in (string[])["greeting", "survey", "thanks", "unknown-number", "not-routable", "callback"])
        {
            foreach (var language in (string[])["en", "zh"])
            {
                // Long enough to be heard on a busy machine; the greeting long enough to hang up in it.
                var length = sound == "greeting" ? 2 * WaveFile.Rate : WaveFile.Rate * 4 / 5;
                await WaveFile.WriteAsync(
                    Path.Combine(Asterisk.SoundsDirectory, language, sound + ".wav"),
                    Tones.Sine(hz, length, WaveFile.Rate),
                    Cancellation);
            }

            hz += 150;
        }
    }

    public async Task<Replica> StartReplicaAsync(bool started = true)
    {
        var replica = await Replica.StartAsync(this, started);
        _replicas.Add(replica);
        return replica;
    }

    /// <summary>Sets up the number that <see cref="CallAsync"/> dials.</summary>
    public async Task AddNumberAsync(
        string? greeting = null, bool survey = true, string language = "en", string? flow = null,
        string answer = NumberAnswers.AtOnce, bool announceAgent = false)
    {
        await using var work = await Transactions.BeginAsync(Cancellation);
        await NumberStore.SetAsync(
            work.Transaction,
            new Number
            {
                NumberId = Guid.CreateVersion7(),
                E164 = Dialled,
                QueueId = QueueId,
                Language = language,
                Greeting = greeting,
                Survey = survey,
                Flow = flow,
                Answer = answer,
                AnnounceAgent = announceAgent,
            },
            Cancellation);
        await work.CommitAsync(Cancellation);
    }

    /// <summary>A caller's phone, known to Asterisk by its address, calls.</summary>
    public PhoneCall Call(string number = Dialled, string from = Caller, int losesOneOf = 0)
    {
        var phone = Phone(new PhoneSettings
        {
            Switch = new IPEndPoint(IPAddress.Loopback, Asterisk.SipPort),
            User = from,
            Address = IPAddress.Parse(AsteriskServer.TrunkAddress),
            LosesOneOf = losesOneOf,
        });
        return phone.Call(number);
    }

    /// <summary>Routing assigns an agent.</summary>
    public async Task<Guid> AssignAsync(Guid callId, Guid agentId, TimeSpan? ring = null)
    {
        var assignmentId = Guid.CreateVersion7();
        await HearAsync(Replica.Assigned, new CallAssigned
        {
            CallId = callId,
            AssignmentId = assignmentId,
            AgentId = agentId,
            QueueId = QueueId,
            AssignedAt = TimeProvider.System.GetUtcNow(),
            RingUntilAt = TimeProvider.System.GetUtcNow() + (ring ?? TimeSpan.FromSeconds(20)),
        });
        return assignmentId;
    }

    /// <summary>Lets a consumer hear an event as the inbox does: in one transaction.</summary>
    public async Task HearAsync<T>(IEventConsumer<T> consumer, T message) where T : class
    {
        await using var work = await Transactions.BeginAsync(Cancellation);
        var context = new EventContext
        {
            EventId = Guid.CreateVersion7(),
            Subject = "test",
            SubjectSeq = 1,
            At = TimeProvider.System.GetUtcNow(),
            Work = work,
        };
        await consumer.ConsumeAsync(message, context, Cancellation);
        await work.CommitAsync(Cancellation);
    }

    /// <summary>One text of the database.</summary>
    public async Task<string?> OneAsync(string sql)
    {
        await using var connection = await Database.OpenConnectionAsync(Cancellation);
        return await connection.QuerySingleOrDefaultAsync<string>(sql);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await Database.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync(sql);
    }

    /// <summary>One look of the worker that deletes recordings.</summary>
    public async Task DeleteDueAsync()
    {
        using var signal = new WakeSignal<DeletionWorker>();
        using var worker = new DeletionWorker(
            Options, Replica.Switchboard, Transactions, new FolderRecordings(RecordingStore), signal,
            TimeProvider.System, NullLogger<DeletionWorker>.Instance);
        await worker.SweepAsync(Cancellation);
    }

    /// <summary>Does something to Asterisk behind the service's back.</summary>
    public async Task PostToSwitchAsync(string path)
    {
        using var client = new AriClient(Options.Nodes[0]);
        Assert.Equal(AriOutcome.Done, await client.PostAsync(path, body: null, Cancellation));
    }

    /// <summary>Changes something in Asterisk behind the service's back.</summary>
    public async Task PutToSwitchAsync(string path, object body)
    {
        using var client = new AriClient(Options.Nodes[0]);
        Assert.Equal(AriOutcome.Done, await client.PutAsync(path, body, Cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var phone in _phones)
        {
            await phone.DisposeAsync();
        }

        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        if (Asterisk is not null)
        {
            await Asterisk.Process.KillAsync();
            await Asterisk.DisposeAsync();
        }

        await EndSecondAsync();

        await Database.DisposeAsync();
        _ports.Dispose();
    }

    private TestPhone Phone(PhoneSettings settings)
    {
        var phone = TestPhone.Start(settings);
        _phones.Add(phone);
        return phone;
    }
}
