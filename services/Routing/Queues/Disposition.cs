namespace CallCenter.Routing.Queues;

/// <summary>One of the things that calls of a queue can be about, for its agents to choose from.</summary>
public sealed record Disposition
{
    /// <summary>What is said with the call: 1 to 50 characters.</summary>
    public required string Code { get; init; }

    /// <summary>What agents read in English: 1 to 100 characters.</summary>
    public required string TextEn { get; init; }

    /// <summary>What agents read in Chinese: 1 to 100 characters.</summary>
    public required string TextZh { get; init; }
}
