namespace CallCenter.Telephony.Callbacks;

/// <summary>A customer who wants to be called back, with the number that only this service knows.</summary>
public sealed record Callback
{
    public required Guid CallbackId { get; init; }

    /// <summary>Whom to dial. Personal data: never in an event, an answer or a log.</summary>
    public required string E164 { get; init; }

    public required string CallerRef { get; init; }

    public required Guid NumberId { get; init; }

    public required Guid QueueId { get; init; }

    /// <summary>The call in which it was asked for.</summary>
    public Guid? CallId { get; init; }

    public required string Language { get; init; }

    public string[] Skills { get; init; } = [];

    public int Priority { get; init; }

    /// <summary>The place kept in the queue.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    public DateTimeOffset? NotBeforeAt { get; init; }

    public DateTimeOffset? NotAfterAt { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>As in CallbackEnded.</summary>
    public string? Outcome { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}
