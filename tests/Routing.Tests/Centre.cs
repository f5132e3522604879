using CallCenter.Contracts.Feedback;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Asides;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Callbacks;
using CallCenter.Routing.Customers;
using CallCenter.Routing.Estimating;
using CallCenter.Routing.Figures;
using CallCenter.Routing.Liveness;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Overflowing;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Surges;
using CallCenter.Routing.Waiting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Routing.Tests;

/// <summary>Routing on a database of its own, its clock in the hand of the test, its consumers fed by it.</summary>
internal sealed class Centre : IAsyncDisposable
{
    private readonly List<MatchWorker> _running = [];
    private readonly ServiceDatabase _database;

    private Centre(ServiceDatabase database, TestClock clock, WakeSignal<FigureWorker> figures)
    {
        _database = database;
        Clock = clock;
        FigureSignal = figures;
    }

    public TestDatabase TestDatabase => _database.Test;

    public NpgsqlDataSource Database => _database.Source;

    public Transactions Transactions => _database.Transactions;

    public TestClock Clock { get; }

    public WakeSignal<MatchWorker> Signal { get; } = new();

    /// <summary>Wakes who folds what was heard and said into figures.</summary>
    public WakeSignal<FigureWorker> FigureSignal { get; }

    /// <summary>Calls wait for the matcher's next look unless a test says otherwise.</summary>
    public RoutingOptions Options { get; } = new()
    {
        DecideAtOnce = false, SweepTime = TimeSpan.FromMilliseconds(50),
    };

    public static async Task<Centre> OpenAsync(Servers servers)
    {
        var clock = new TestClock(Builders.Noon);
        var figures = new WakeSignal<FigureWorker>();
        return new Centre(
            await ServiceDatabase.OpenAsync(
                servers, "routing", typeof(RoutingOptions).Assembly, clock, new FigureRecorder(figures)),
            clock, figures);
    }

    public async Task SaveAsync(params object[] things)
    {
        await using var work = await Transactions.BeginAsync(CancellationToken.None);
        foreach (var thing in things)
        {
            await (thing switch
            {
                Agent agent => AgentStore.SaveAsync(work.Transaction, agent, CancellationToken.None),
                Queue queue => QueueStore.SaveAsync(work.Transaction, queue, CancellationToken.None),
                WaitingCall call => WaitingCallStore.SaveAsync(work.Transaction, call, CancellationToken.None),
                _ => throw new NotSupportedException($"{thing} cannot be saved."),
            });
        }

        await work.CommitAsync(CancellationToken.None);
    }

    /// <summary>One consumer hears one fact, in a transaction of its own as the inbox gives it.</summary>
    public Task HearAsync(object fact) =>
        _database.HearAsync(context => fact switch
        {
            CallQueued queued => new CallQueuedConsumer(
                Decider(Signal), Signal, Clock, Settings, NullLogger<CallQueuedConsumer>.Instance)
                .ConsumeAsync(queued, context, default),
            CallLeftQueue left => new CallLeftQueueConsumer(Signal, Clock, NullLogger<CallLeftQueueConsumer>.Instance)
                .ConsumeAsync(left, context, default),
            CallEnded ended => new CallEndedConsumer(Signal, Clock, Settings, NullLogger<CallEndedConsumer>.Instance)
                .ConsumeAsync(ended, context, default),
            AgentDialled dialled => new AgentDialledConsumer(
                Signal, Settings, NullLogger<AgentDialledConsumer>.Instance).ConsumeAsync(dialled, context, default),
            AgentRinging ringing => new AgentRingingConsumer(NullLogger<AgentRingingConsumer>.Instance)
                .ConsumeAsync(ringing, context, default),
            CallTransferred transferred => new CallTransferredConsumer(
                Signal, Settings, NullLogger<CallTransferredConsumer>.Instance)
                .ConsumeAsync(transferred, context, default),
            CallAnswered answered => new CallAnsweredConsumer(Signal, NullLogger<CallAnsweredConsumer>.Instance)
                .ConsumeAsync(answered, context, default),
            AssignmentDeclined declined => new AssignmentDeclinedConsumer(
                Signal, Settings, NullLogger<AssignmentDeclinedConsumer>.Instance)
                .ConsumeAsync(declined, context, default),
            AgentReleased released => new AgentReleasedConsumer(
                Signal, Settings, NullLogger<AgentReleasedConsumer>.Instance).ConsumeAsync(released, context, default),
            ConsultationStarted started => new ConsultationStartedConsumer(Signal, Clock)
                .ConsumeAsync(started, context, default),
            ConsultationQueued queued => new ConsultationQueuedConsumer(
                Signal, Clock, NullLogger<ConsultationQueuedConsumer>.Instance).ConsumeAsync(queued, context, default),
            ConferenceStarted started => new ConferenceStartedConsumer().ConsumeAsync(started, context, default),
            CallReturned returned => new CallReturnedConsumer().ConsumeAsync(returned, context, default),
            ConsultationEnded over => new ConsultationEndedConsumer(Signal, Clock)
                .ConsumeAsync(over, context, default),
            TransferFailed failed => new TransferFailedConsumer(Signal).ConsumeAsync(failed, context, default),
            AgentPhoneOnline online => new AgentPhoneOnlineConsumer(
                Signal, NullLogger<AgentPhoneOnlineConsumer>.Instance).ConsumeAsync(online, context, default),
            AgentPhoneOffline offline => new AgentPhoneOfflineConsumer(
                NullLogger<AgentPhoneOfflineConsumer>.Instance).ConsumeAsync(offline, context, default),
            CallbackRequested asked => new CallbackRequestedConsumer(Signal, Clock)
                .ConsumeAsync(asked, context, default),
            CallbackWithdrawn withdrawn => new CallbackWithdrawnConsumer(
                NullLogger<CallbackWithdrawnConsumer>.Instance).ConsumeAsync(withdrawn, context, default),
            CallbackDialled dialled => new CallbackDialledConsumer(
                Signal, Clock, Settings, NullLogger<CallbackDialledConsumer>.Instance)
                .ConsumeAsync(dialled, context, default),
            CustomerClassChanged changed => new CustomerClassChangedConsumer().ConsumeAsync(changed, context, default),
            _ => throw new NotSupportedException($"Routing does not hear {fact}."),
        }, fact);

    public MatchWorker Matcher(WakeSignal<MatchWorker>? signal = null) => new(
        Decider(signal ?? Signal), signal ?? Signal, Transactions, Database, Clock, Settings,
        NullLogger<MatchWorker>.Instance);

    private Matcher Decider(WakeSignal<MatchWorker> signal) =>
        new(signal, Clock, Settings, NullLogger<Matcher>.Instance);

    /// <summary>A decision in a transaction that is not committed yet.</summary>
    public Task DecideAsync(UnitOfWork work) => Decider(Signal).DecideAsync(work, everyone: false, default);

    /// <summary>One pass of the matcher; returns how many calls were assigned.</summary>
    public async Task<int> MatchAsync(bool everyone = false) =>
        (await Matcher().MatchAsync(everyone, CancellationToken.None)).Made;

    public ReconcileWorker Reconciler() => new(
        Signal, Transactions, Clock, Settings, NullLogger<ReconcileWorker>.Instance);

    /// <summary>Folds all that was heard and said; a worker of the service may be folding some of it.</summary>
    public async Task FoldAsync()
    {
        using var worker = new FigureWorker(
            FigureSignal, Database, Clock, Settings, NullLogger<FigureWorker>.Instance);
        await using var connection = await Database.OpenConnectionAsync();
        await Wait.UntilAsync(async () =>
        {
            await worker.FoldAsync(CancellationToken.None);
            return !await FigureEventStore.AnyPendingAsync(connection, CancellationToken.None);
        });
    }

    /// <summary>One look at the places of waiting calls; returns how many were told.</summary>
    public Task<int> LookAsync() => new EstimateWorker(
        Transactions, Clock, Settings, NullLogger<EstimateWorker>.Instance).LookAsync(CancellationToken.None);

    /// <summary>One look for overflow; returns how many calls left their queue.</summary>
    public Task<int> OverflowAsync() => new OverflowWorker(
        Signal, Transactions, Clock, Settings, NullLogger<OverflowWorker>.Instance)
        .LookAsync(CancellationToken.None);

    /// <summary>Ends the surges that are due; returns of how many queues.</summary>
    public Task<int> EndSurgesAsync() => new SurgeWorker(
        new SurgeSwitch(Signal, Clock), Transactions, Database, Clock, Settings, NullLogger<SurgeWorker>.Instance)
        .EndDueAsync(CancellationToken.None);

    public DeadlineWorker Deadlines() => new(
        Signal, Transactions, Database, Clock, Settings, NullLogger<DeadlineWorker>.Instance);

    public CallbackWorker Callbacks() => new(
        Transactions, Database, Clock, Settings, NullLogger<CallbackWorker>.Instance);

    /// <summary>A matcher that runs by itself until the test is over, as a replica does.</summary>
    public async Task StartMatcherAsync(WakeSignal<MatchWorker>? signal = null)
    {
        var worker = Matcher(signal);
        _running.Add(worker);
        await worker.StartAsync(CancellationToken.None);
    }

    /// <summary>What was said of that type, in order.</summary>
    public Task<IReadOnlyList<T>> SaidAsync<T>() where T : class => _database.SaidAsync<T>();

    public Task<T> OneAsync<T>(string sql, object? parameters = null) => _database.OneAsync<T>(sql, parameters);

    public async Task<Agent> AgentAsync(int number)
    {
        await using var connection = await Database.OpenConnectionAsync();
        return (await AgentStore.FindAsync(connection, Builders.Id(number), CancellationToken.None))!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _running)
        {
            await worker.StopAsync(CancellationToken.None);
            worker.Dispose();
        }

        Signal.Dispose();
        FigureSignal.Dispose();
        await _database.DisposeAsync();
    }

    private IOptions<RoutingOptions> Settings => Microsoft.Extensions.Options.Options.Create(Options);
}
