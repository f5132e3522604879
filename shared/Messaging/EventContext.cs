namespace CallCenter.Messaging;

/// <summary>What is known of a heard event beside its body.</summary>
public sealed record EventContext
{
    /// <summary>Id of the event: the same for every copy.</summary>
    public required Guid EventId { get; init; }

    /// <summary>CloudEvents <c>subject</c>, such as <c>call/0190…</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>Increases with every event of that subject by that service.</summary>
    public required long SubjectSeq { get; init; }

    /// <summary>CloudEvents <c>time</c>: when the event was stored with its cause.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// The transaction that this consumer shares with the inbox; events published on it go out with its commit.
    /// </summary>
    public required UnitOfWork Work { get; init; }
}
