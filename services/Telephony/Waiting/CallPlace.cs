using CallCenter.Contracts.Routing;

namespace CallCenter.Telephony.Waiting;

/// <summary>What the caller of a waiting call may be told, as Routing said it last.</summary>
public sealed record CallPlace
{
    public const int UsualFirstAfterMs = 30_000;
    public const int UsualEveryMs = 60_000;

    /// <summary>Where the call waits: Routing may have moved it.</summary>
    public required Guid QueueId { get; init; }

    public required int Position { get; init; }

    /// <summary>As it was at <see cref="ChangedAt"/>.</summary>
    public long? EstimatedWaitMs { get; init; }

    public bool CallbackOffered { get; init; }

    public IReadOnlyList<string> Sounds { get; init; } = [];

    public bool PositionTold { get; init; }

    public bool WaitTold { get; init; }

    public int FirstAfterMs { get; init; } = UsualFirstAfterMs;

    public int EveryMs { get; init; } = UsualEveryMs;

    public required DateTimeOffset ChangedAt { get; init; }

    public static CallPlace Of(CallPositionChanged fact) => new()
    {
        QueueId = fact.QueueId,
        Position = fact.Position,
        EstimatedWaitMs = fact.EstimatedWaitMs,
        CallbackOffered = fact.CallbackOffered,
        Sounds = fact.Sounds,
        PositionTold = fact.PositionTold,
        WaitTold = fact.WaitTold,
        FirstAfterMs = fact.FirstAfterMs ?? UsualFirstAfterMs,
        EveryMs = fact.EveryMs ?? UsualEveryMs,
        ChangedAt = fact.ChangedAt,
    };
}
