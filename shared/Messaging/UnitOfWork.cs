using System.Diagnostics;
using CallCenter.Messaging.Outbox;
using CallCenter.Messaging.Relaying;
using CallCenter.Messaging.Wire;
using Npgsql;

namespace CallCenter.Messaging;

/// <summary>
/// One database transaction and the events that it causes: they are stored with it, and published if and only if
/// it commits. Dispose without <see cref="CommitAsync"/> rolls back. Not for use from several threads at once.
/// </summary>
public sealed class UnitOfWork : IAsyncDisposable
{
    /// <summary>Largest body of an event; larger things are stored elsewhere and referred to by id.</summary>
    public const int LargestBody = 256 * 1024;

    private readonly List<SaidEvent> _said = [];
    private readonly List<RecordedEvent> _recorded = [];
    private readonly List<Action> _signals = [];
    private readonly Closing _closing = new();
    private readonly NpgsqlConnection _connection;
    private readonly Speaker _speaker;
    private readonly bool _borrowed;
    private bool _handedOver;

    internal UnitOfWork(NpgsqlTransaction transaction, NpgsqlConnection connection, Speaker speaker, bool borrowed)
    {
        Transaction = transaction;
        _connection = connection;
        _speaker = speaker;
        _borrowed = borrowed;
    }

    /// <summary>What stores work on.</summary>
    public NpgsqlTransaction Transaction { get; }

    /// <summary>
    /// Says an event: it is serialised now, with the trace context of <see cref="Activity.Current"/>,
    /// and written to the outbox at commit.
    /// </summary>
    public void Publish(object @event)
    {
        var description = EventCatalogue.Of(@event.GetType());
        if (description.Publisher != _speaker.Service)
        {
            throw new InvalidOperationException(
                $"{description.ClrType.Name} is said by {description.Publisher}, never by {_speaker.Service}.");
        }

        var body = WireJson.Write(@event);
        if (body.Length > LargestBody)
        {
            throw new ArgumentException(
                $"{description.ClrType.Name} has a body of {body.Length} bytes; {LargestBody} is the limit.",
                    nameof(@event));
        }

        var eventId = Guid.CreateVersion7(_speaker.Time.GetUtcNow());
        _recorded.Add(new RecordedEvent { EventId = eventId, Event = @event });
        _said.Add(new SaidEvent
        {
            EventId = eventId,
            Subject = description.SubjectOf(@event),
            Description = description,
            TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C } here ? here.Id : null,
            Body = body,
        });
    }

    /// <summary>Says several events, in this order.</summary>
    public void Publish(IEnumerable<object> events)
    {
        foreach (var e in events)
        {
            Publish(e);
        }
    }

    /// <summary>Notes the event that this transaction hears, for the <see cref="IEventRecorder"/>.</summary>
    public void Hear(Guid eventId, object @event) =>
        _recorded.Insert(0, new RecordedEvent { EventId = eventId, Event = @event });

    /// <summary>Runs after a successful commit: wake a worker, never change state.</summary>
    public void AfterCommit(Action signal) => _signals.Add(signal);

    /// <summary>
    /// Has a statement that returns no rows run at the end, before the events are stored: in the round trip that
    /// commits.
    /// </summary>
    public void AtCommit(NpgsqlBatchCommand command) => _closing.Add(command);

    /// <summary>The same for a statement whose parameters are the properties of an object.</summary>
    public void AtCommit(string sql, object parameters) => _closing.Add(Closing.Command(sql, parameters));

    /// <summary>
    /// The same for one that returns rows. Each is read before the commit is known to have succeeded: what is read is
    /// for the signals. It runs before the statements that return none.
    /// </summary>
    public void AtCommit(string sql, object parameters, Action<NpgsqlDataReader> read) =>
        _closing.Add(Closing.Command(sql, parameters), read);

    /// <summary>Stores the events and commits them with everything done on the transaction.</summary>
    public Task CommitAsync(CancellationToken cancellation) => _borrowed
        ? throw new InvalidOperationException(
            "A consumer's transaction is committed with its inbox row, after it returns.")
        : CompleteAsync(cancellation);

    internal async Task CompleteAsync(CancellationToken cancellation)
    {
        var (parts, claim) = await CloseAsync(cancellation);
        _speaker.Observer?.Reached(Steps.SayCommitted);
        if (claim is not null)
        {
            _handedOver = true;
            if (!_speaker.Signal.Hand(claim))
            {
                await claim.DisposeAsync();
                claim = null;
            }
        }

        foreach (var part in parts.Where(part => claim?.Parts.Contains(part) != true))
        {
            _speaker.Signal.Wake(part);
        }

        foreach (var signal in _signals)
        {
            signal();
        }
    }

    /// <summary>
    /// One round trip for what is left to store and the commit, and for the claim of what was said, if the relay of
    /// this process can have it; returns the parts said to.
    /// </summary>
    private async Task<(IReadOnlyList<int> Parts, Claim? Claim)> CloseAsync(CancellationToken cancellation)
    {
        var now = _speaker.Time.GetUtcNow();
        if (_said.Count > 0)
        {
            _closing.Add(OutboxStore.Say(_said, _speaker.Source, now));
        }

        if (_recorded.Count > 0 && _speaker.Recorder?.Record(this, _recorded) is { } record)
        {
            // After the outbox: the locks on the subjects give what is recorded their order too.
            _closing.Add(record);
        }

        if (_closing.IsEmpty)
        {
            await Transaction.CommitAsync(cancellation);
            return ([], null);
        }

        _closing.Commit();
        if (_said.Count > 0 && _speaker.Signal.TakesClaims)
        {
            ClaimStore.Add(_closing, _said.Select(e => e.Subject), now);
        }

        return await _closing.ExecuteAsync(_connection, Transaction, now, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_handedOver)
        {
            return;
        }

        await Transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
