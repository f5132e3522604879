namespace CallCenter.Routing.Figures;

/// <summary>A call offered to an agent: what the events say, and what follows from it.</summary>
public sealed record Offer
{
    public required Guid AssignmentId { get; init; }

    public required Guid CallId { get; init; }

    public required Guid AgentId { get; init; }

    /// <summary>Absent while none of the events that name it is known.</summary>
    public Guid? QueueId { get; init; }

    public DateTimeOffset? OfferedAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public DateTimeOffset? DeclinedAt { get; init; }

    /// <summary>As in AssignmentDeclined.</summary>
    public string? DeclineReason { get; init; }

    public DateTimeOffset? RescindedAt { get; init; }

    /// <summary>As in AssignmentRescinded.</summary>
    public string? RescindReason { get; init; }

    public DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>From bridged to released, hold included, in milliseconds.</summary>
    public long? TalkMs { get; init; }

    /// <summary>When the wrap-up was over.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    public long? WrapUpMs { get; init; }

    /// <summary>One of <see cref="OfferOutcomes"/>; absent while the agent is reserved or rung.</summary>
    public string? Outcome { get; init; }

    /// <summary>When the outcome was known.</summary>
    public DateTimeOffset? DecidedAt { get; init; }
}

/// <summary>What became of an offer.</summary>
public static class OfferOutcomes
{
    public const string Answered = "answered";

    /// <summary>The agent or their phone did not take it.</summary>
    public const string Refused = "refused";

    /// <summary>The caller left while the agent was reserved or rung.</summary>
    public const string CallerGone = "caller-gone";

    /// <summary>Taken back by the system (late, superseded …): it counts for nobody.</summary>
    public const string Withdrawn = "withdrawn";
}
