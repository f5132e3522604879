using System.Collections.Concurrent;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Messaging.Topology;
using CallCenter.Messaging.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Fixtures.Playing;

/// <summary>
/// Plays Telephony's part towards a real Routing: it has a database, an outbox, a relay and queues of its own, says its
/// events in transactions, hears Routing's orders, and leads each call as its plan wants. It notices what must never
/// be: an agent or a call that is given twice.
/// </summary>
public sealed class PlayedTelephony : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, PlayedCall> _calls = [];
    private readonly ConcurrentDictionary<Guid, Guid> _engaged = [];
    private readonly ConcurrentQueue<long> _assignedAt = [];
    private readonly ConcurrentQueue<(long QueuedAt, Guid CallId, TimeSpan Waited)> _waits = [];
    private readonly IHost _host;
    private readonly Transactions _transactions;
    private int _twice;

    private PlayedTelephony(IHost host, Guid queueId)
    {
        _host = host;
        QueueId = queueId;
        _transactions = host.Services.GetRequiredService<Transactions>();
    }

    public Guid QueueId { get; }

    /// <summary>How often an agent or a call that was taken was given again.</summary>
    public int Twice => Volatile.Read(ref _twice);

    /// <summary>How many orders to ring were heard.</summary>
    public int Assignments => _assignedAt.Count;

    /// <param name="database">A database of Telephony; it gets the tables of messaging only.</param>
    /// <param name="broker">The virtual host that Routing uses too, which is prepared already.</param>
    /// <param name="queueId">Where its calls are queued.</param>
    public static async Task<PlayedTelephony> StartAsync(TestDatabase database, Uri broker, Guid queueId)
    {
        PlayedTelephony? played = null;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(database.ConnectionString));
        builder.Services.AddSingleton(_ => played!);
        builder.Services.Configure<BrokerOptions>(options => options.Uri = broker);
        builder.Services.AddOptions<MessagingOptions>();
        builder.Services.AddMessaging(new ServiceIdentity("telephony", "local"), hears => hears
            .On<CallAssigned, OrderConsumer<CallAssigned>>()
            .On<AssignmentRescinded, OrderConsumer<AssignmentRescinded>>()
            .On<CallNotRoutable, OrderConsumer<CallNotRoutable>>());
        played = new PlayedTelephony(builder.Build(), queueId);
        await played._host.StartAsync();
        return played;
    }

    /// <summary>The tables of its messaging, and its queues: before Routing says anything.</summary>
    public static async Task PrepareAsync(TestDatabase database, Uri broker)
    {
        await Migrations.ApplyAsync(
            database.MigrationConnectionString, database.ApplicationRole, [typeof(Transactions).Assembly],
            CancellationToken.None);
        Type[] heard = [typeof(CallAssigned), typeof(AssignmentRescinded), typeof(CallNotRoutable)];
        await BrokerTopology.DeclareAsync(broker, "telephony", heard.Select(EventCatalogue.Of), CancellationToken.None);
    }

    /// <summary>The phones of these agents register.</summary>
    public async Task RegisterAsync(IEnumerable<Guid> agents)
    {
        foreach (var some in agents.Chunk(50))
        {
            await SayAsync([.. some.Select(agent => (object)Online(agent))]);
        }
    }

    /// <summary>One call from its beginning to its end; fails when Routing leaves it alone.</summary>
    /// <returns>How many talks it had.</returns>
    public async Task<int> CallAsync(CallPlan plan, TimeSpan limit)
    {
        var callId = Guid.CreateVersion7();
        var call = _calls[callId] = new PlayedCall(this, callId, plan);
        using var deadline = new CancellationTokenSource(limit, TimeProvider.System);
        return await call.RunAsync(deadline.Token);
    }

    /// <summary>Answers the orders that came for calls that are over.</summary>
    public Task AnswerLateOrdersAsync() => Task.WhenAll(_calls.Values.Select(call => call.AnswerLateOrdersAsync()));

    /// <summary>The longest time between two orders to ring, from one instant to another.</summary>
    public TimeSpan LongestPause(long from, long to)
    {
        var times = _assignedAt.Where(at => at >= from && at <= to).Order().ToList();
        return times.Zip(times.Skip(1), (one, next) => TimeProvider.System.GetElapsedTime(one, next)).Max();
    }

    /// <summary>How long the calls that were queued between two instants waited for the first order to ring.</summary>
    public IReadOnlyList<(Guid CallId, TimeSpan Waited)> Waits(long from, long to) =>
    [
        .. _waits.Where(wait => wait.QueuedAt >= from && wait.QueuedAt <= to)
            .Select(wait => (wait.CallId, wait.Waited)),
    ];

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    internal async Task SayAsync(params object[] facts)
    {
        await using var work = await _transactions.BeginAsync(CancellationToken.None);
        work.Publish(facts);
        await work.CommitAsync(CancellationToken.None);
    }

    internal void Engage(CallAssigned assigned)
    {
        if (!_engaged.TryAdd(assigned.AgentId, assigned.AssignmentId))
        {
            Interlocked.Increment(ref _twice);
        }
    }

    internal void Disengage(CallAssigned assigned) =>
        _engaged.TryRemove(KeyValuePair.Create(assigned.AgentId, assigned.AssignmentId));

    /// <summary>A call has heard the first order to ring for it.</summary>
    internal void Waited(Guid callId, long queuedAt) =>
        _waits.Enqueue((queuedAt, callId, TimeProvider.System.GetElapsedTime(queuedAt)));

    internal void AssignedTwice(CallAssigned _) => Interlocked.Increment(ref _twice);

    /// <summary>A phone that was found unreachable comes back.</summary>
    internal Task RegisterAgainAsync(Guid agentId, string reason) =>
        reason == "unreachable" ? SayAsync(Online(agentId)) : Task.CompletedTask;

    private static AgentPhoneOnline Online(Guid agentId) => new()
    {
        AgentId = agentId, OnlineAt = TimeProvider.System.GetUtcNow().AddMilliseconds(1),
    };

    private void Order(Guid callId, object order)
    {
        if (order is CallAssigned)
        {
            _assignedAt.Enqueue(TimeProvider.System.GetTimestamp());
        }

        _calls[callId].Order(order);
    }

    /// <summary>Hands an order to its call once the transaction that heard it is committed.</summary>
    private sealed class OrderConsumer<T>(PlayedTelephony telephony) : IEventConsumer<T>
        where T : class
    {
        public Task ConsumeAsync(T message, EventContext context, CancellationToken cancellation)
        {
            var callId = Guid.Parse(context.Subject["call/".Length..]);
            context.Work.AfterCommit(() => telephony.Order(callId, message));
            return Task.CompletedTask;
        }
    }
}
