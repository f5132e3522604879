namespace CallCenter.Telephony.Numbers;

/// <summary>A number that callers dial, and where it leads.</summary>
public sealed record Number
{
    public required Guid NumberId { get; init; }

    /// <summary>E.164 with the plus sign.</summary>
    public required string E164 { get; init; }

    public required Guid QueueId { get; init; }

    /// <summary>RFC 5646 tag; prompts are played in it.</summary>
    public required string Language { get; init; }

    /// <summary>Skills wanted beside those of the queue.</summary>
    public string[] Skills { get; init; } = [];

    public int Priority { get; init; }

    /// <summary>Name of the sound played first; null or empty for none.</summary>
    public string? Greeting { get; init; }

    /// <summary>Whether the caller is asked for a score after the talk.</summary>
    public bool Survey { get; init; }

    /// <summary>Whether its callers' talks with agents are recorded.</summary>
    public bool Recorded { get; init; } = true;

    /// <summary>Whether callers are told the number of the agent who answers.</summary>
    public bool AnnounceAgent { get; init; }

    /// <summary>When callers are answered: one of <see cref="NumberAnswers"/>.</summary>
    public string Answer { get; init; } = NumberAnswers.AtOnce;

    /// <summary>Name of the flow that callers go through; null for greeting and queue.</summary>
    public string? Flow { get; init; }

    /// <summary>What the number is advertised for: said with its calls.</summary>
    public string? Campaign { get; init; }

    /// <summary>From when it leads here; null for ever since.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Until before when it leads here; null without end. The same digits may lead elsewhere later.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Whether it leads here at an instant.</summary>
    public bool IsInForce(DateTimeOffset at) =>
        (ValidFrom is not { } from || from <= at) && (ValidUntil is not { } until || at < until);
}

/// <summary>When the callers of a number are answered.</summary>
public static class NumberAnswers
{
    public const string AtOnce = "at-once";

    /// <summary>When an agent talks with them, or keys are wanted: until then they hear early media.</summary>
    public const string AtAgent = "at-agent";

    public static IReadOnlyList<string> All { get; } = [AtOnce, AtAgent];
}
