using CallCenter.Routing.Loads;

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

    /// <summary>The last calls of the caller that were marked abusive or angry.</summary>
    public IReadOnlyList<HardCall> HardCalls { get; init; } = [];

    /// <summary>Whether the next call is expected to be hard by them.</summary>
    public bool Hard { get; init; }

    public KnownCaller Judge(LoadSettings settings, DateTimeOffset now) =>
        this with { Hard = LoadRules.Expected(HardCalls, settings, now) };
}
