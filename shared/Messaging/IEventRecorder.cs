using Npgsql;

namespace CallCenter.Messaging;

/// <summary>
/// A service that registers one keeps what it hears and says, in the very transaction that hears or says it: so what
/// is counted from it later can neither miss an event nor count a copy.
/// </summary>
public interface IEventRecorder
{
    /// <summary>
    /// Asked once by each transaction that heard or said something for the statement that keeps it (no rows; null:
    /// nothing to keep), which runs in the round trip that commits; the heard event is first. Of one subject's said
    /// events the order in which the statements run is that of the commits.
    /// </summary>
    NpgsqlBatchCommand? Record(UnitOfWork work, IReadOnlyList<RecordedEvent> events);
}

/// <summary>An event that a transaction heard or said.</summary>
public sealed record RecordedEvent
{
    /// <summary>Id of the event: the same for every copy.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The contract.</summary>
    public required object Event { get; init; }
}
