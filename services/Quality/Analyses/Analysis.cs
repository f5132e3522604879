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

    /// <summary>How often it was taken.</summary>
    public int Attempts { get; init; }

    /// <summary>How often of these the store was away, which says nothing about the recording.</summary>
    public int Postponed { get; init; }

    /// <summary>How often the recording itself was tried.</summary>
    public int Tried => Attempts - Postponed;

    /// <summary>The instant of the first sample; absent for work of an older release.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it became work, or was last ordered to be tried again.</summary>
    public DateTimeOffset BegunAt { get; init; }

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
        StartedAt = fact.StartedAt,
        BegunAt = now,
        DueAt = now,
        AddedAt = now,
    };

    /// <summary>
    /// The analysis after it went wrong: tried again after a pause that doubles, or failed when it cannot get better or
    /// has had its chances.
    /// </summary>
    public Analysis GoWrong(string reason, Fault fault, QualityOptions options, DateTimeOffset now) => fault switch
    {
        Fault.Away when now - BegunAt < options.GiveUpAfter => this with
        {
            Reason = reason,
            Postponed = Postponed + 1,
            DueAt = now + Pause(options.FirstPause, Postponed, options.LongestPause),
        },
        Fault.Wrong when Tried < options.MostAttempts => this with
        {
            Reason = reason,
            DueAt = now + Pause(options.FirstPause, Math.Max(0, Tried - 1), options.LongestPause),
        },
        _ => this with { State = "failed", Reason = reason },
    };

    private static TimeSpan Pause(TimeSpan first, int doublings, TimeSpan longest) =>
        first * Math.Pow(2, Math.Min(doublings, 30)) is var pause && pause < longest ? pause : longest;
}
