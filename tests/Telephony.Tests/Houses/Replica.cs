using CallCenter.Hosting;
using CallCenter.Telephony.Callbacks;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Flows;
using CallCenter.Telephony.Nodes;
using CallCenter.Telephony.Recordings;
using CallCenter.Telephony.Speech;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>One running Telephony process, as far as calls are concerned.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly NodeWorker _nodes;
    private readonly RecordingWorker _recordings;
    private readonly OwnerNoticeWorker _notices;
    private readonly ILoggerFactory _logs;
    private bool _disposed;

    private Replica(House house, ILoggerFactory logs)
    {
        _logs = logs;
        Services = new NodeServices(
            house.Options,
            new CallerReferenceOptions { Key = Convert.ToBase64String(new byte[32]) },
            house.Database,
            house.Transactions,
            TimeProvider.System,
            new FlowServices(
                new FlowLibrary(),
                new WebQuestions(house.Options, TimeProvider.System, logs.CreateLogger<WebQuestions>()),
                new SpeechEngine(house.Options, TimeProvider.System, logs.CreateLogger<SpeechEngine>())),
            new DiskGuard(house.Options, new FolderRecordings(house.RecordingStore), logs.CreateLogger<DiskGuard>()),
            logs.CreateLogger<NodeServices>());
        Assigned = new CallAssignedConsumer(new CallOrderRecording(Switchboard, Notices, TimeProvider.System));
        Rescinded = new AssignmentRescindedConsumer(new CallOrderRecording(Switchboard, Notices, TimeProvider.System));
        Moved = new CallMovedConsumer(new CallOrderRecording(Switchboard, Notices, TimeProvider.System));
        NotRoutable = new CallNotRoutableConsumer(new CallOrderRecording(Switchboard, Notices, TimeProvider.System));
        Due = new CallbackDueConsumer(
            new CallOrderRecording(Switchboard, Notices, TimeProvider.System), house.Options, TimeProvider.System);
        _nodes = new NodeWorker(Services, Switchboard);
        _recordings = new RecordingWorker(
            house.Options, Switchboard, house.Transactions, new FolderRecordings(house.RecordingStore),
            TimeProvider.System, logs.CreateLogger<RecordingWorker>());
        _notices = new OwnerNoticeWorker(
            Notices, Switchboard, house.Database, TimeProvider.System, logs.CreateLogger<OwnerNoticeWorker>());
    }

    public Switchboard Switchboard { get; } = new();

    public OwnerNotices Notices { get; } = new();

    public NodeServices Services { get; }

    public CallAssignedConsumer Assigned { get; }

    public AssignmentRescindedConsumer Rescinded { get; }

    public CallMovedConsumer Moved { get; }

    public CallNotRoutableConsumer NotRoutable { get; }

    public CallbackDueConsumer Due { get; }

    public bool OwnsTheNode => Switchboard.OwnNodes.Count == 1;

    /// <summary>What was logged with an exception.</summary>
    public required IReadOnlyCollection<string> Faults { get; init; }

    /// <summary>A replica whose workers do nothing.</summary>
    public static Replica Asleep(House house)
    {
        var log = new TestLog();
        return new(house, LoggerFactory.Create(logging => logging.AddProvider(log))) { Faults = log.Faults };
    }

    public static async Task<Replica> StartAsync(House house, bool started)
    {
        var replica = Asleep(house);
        await replica._nodes.StartAsync(House.Cancellation);
        await replica._recordings.StartAsync(House.Cancellation);
        await replica._notices.StartAsync(House.Cancellation);
        if (started)
        {
            await House.UntilAsync(() => Task.FromResult(replica.OwnsTheNode), "an owner of the node");
        }

        return replica;
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await Task.WhenAll(
            _nodes.StopAsync(CancellationToken.None),
            _recordings.StopAsync(CancellationToken.None),
            _notices.StopAsync(CancellationToken.None));
        _nodes.Dispose();
        _recordings.Dispose();
        _notices.Dispose();
        _logs.Dispose();
    }
}
