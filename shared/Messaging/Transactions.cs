using CallCenter.Messaging.Outbox;
using CallCenter.Messaging.Wire;
using Npgsql;

namespace CallCenter.Messaging;

/// <summary>Begins units of work on the service's own database (READ COMMITTED).</summary>
public sealed class Transactions
{
    private readonly NpgsqlDataSource _database;
    private readonly Speaker _speaker;

    /// <param name="database">The service's database, with the schema <c>msg</c>.</param>
    /// <param name="service">Lower-case name of the service: only its own events may be said.</param>
    /// <param name="installation">Name of the installation, part of the CloudEvents source.</param>
    /// <param name="time">The clock for ids and for the instant of an event.</param>
    /// <param name="signal">Wakes the relay of this process; without it the relay finds events by its sweep.</param>
    /// <param name="recorder">Keeps what is heard and said, where the service has one.</param>
    public Transactions(
        NpgsqlDataSource database,
        string service,
        string installation = "local",
        TimeProvider? time = null,
        RelaySignal? signal = null,
        IEventRecorder? recorder = null)
        : this(database, new Speaker(service, WireNames.Source(installation, service), time ?? TimeProvider.System,
            signal ?? new RelaySignal(), Observer: null, recorder))
    {
    }

    internal Transactions(NpgsqlDataSource database, Speaker speaker)
    {
        _database = database;
        _speaker = speaker;
    }

    /// <summary>Begins a unit of work; the caller commits it, or disposes it to roll back.</summary>
    public Task<UnitOfWork> BeginAsync(CancellationToken cancellation) => BeginAsync(borrowed: false, cancellation);

    /// <summary>Begins the unit of work of a consumer, which only the inbox may commit.</summary>
    internal Task<UnitOfWork> BeginBorrowedAsync(CancellationToken cancellation) =>
        BeginAsync(borrowed: true, cancellation);

    private async Task<UnitOfWork> BeginAsync(bool borrowed, CancellationToken cancellation)
    {
        var connection = await _database.OpenConnectionAsync(cancellation);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellation);
            return new UnitOfWork(transaction, connection, _speaker, borrowed);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

/// <summary>In whose name events are said, and what is told of it.</summary>
internal sealed record Speaker(
    string Service, string Source, TimeProvider Time, RelaySignal Signal, IStepObserver? Observer,
    IEventRecorder? Recorder);
