namespace CallCenter.Routing.Customers;

/// <summary>What Routing knows of a caller when their call is queued.</summary>
public sealed record KnownCaller
{
    public static readonly KnownCaller Nobody = new();

    /// <summary>The value class, as Feedback says it.</summary>
    public string? Class { get; init; }

    /// <summary>Who talked with the caller last, and when.</summary>
    public Guid? LastAgentId { get; init; }

    public DateTimeOffset? LastTalkedAt { get; init; }
}
