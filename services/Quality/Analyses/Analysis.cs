using CallCenter.Contracts.Telephony;

namespace CallCenter.Quality.Analyses;

/// <summary>A recording that is to be analysed.</summary>
public sealed record Analysis
{
    public required Guid RecordingId { get; init; }

    public required Guid CallId { get; init; }

    public required Guid AssignmentId { get; init; }

    public required Guid AgentId { get; init; }

    public Guid? QueueId { get; init; }

    public required string Sha256 { get; init; }

    public string? Traceparent { get; init; }

    /// <summary>pending, done or failed.</summary>
    public required string State { get; init; }

    public int Attempts { get; init; }

    /// <summary>Not before this instant: the pause after a failure, or the lease of whoever is at it.</summary>
    public DateTimeOffset DueAt { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset AddedAt { get; init; }

    public static Analysis Of(RecordingReady fact, string? traceparent, DateTimeOffset now) => new()
    {
        RecordingId = fact.RecordingId,
        CallId = fact.CallId,
        AssignmentId = fact.AssignmentId,
        AgentId = fact.AgentId,
        QueueId = fact.QueueId,
        Sha256 = fact.Sha256,
        Traceparent = traceparent,
        State = "pending",
        DueAt = now,
        AddedAt = now,
    };

    /// <summary>
    /// The analysis after it went wrong: tried again after a pause that doubles, or failed for good when it cannot
    /// get better or has been tried often enough.
    /// </summary>
    public Analysis GoWrong(string reason, bool forGood, int mostAttempts, TimeSpan firstPause, DateTimeOffset now) =>
        forGood || Attempts >= mostAttempts
            ? this with { State = "failed", Reason = reason }
            : this with { Reason = reason, DueAt = now + (firstPause * Math.Pow(2, Math.Max(0, Attempts - 1))) };
}
