namespace CallCenter.Telephony.Retention;

/// <summary>How long recordings of a dialled number or of a queue are kept.</summary>
public sealed record RetentionRule
{
    public required Guid RuleId { get; init; }

    public Guid? NumberId { get; init; }

    public Guid? QueueId { get; init; }

    /// <summary>From the first sample.</summary>
    public required int Days { get; init; }
}

/// <summary>What a client may say of a rule.</summary>
public sealed record RetentionRequest
{
    /// <summary>The dialled number; either this or the queue.</summary>
    public Guid? NumberId { get; init; }

    /// <summary>The queue; either this or the number.</summary>
    public Guid? QueueId { get; init; }

    /// <summary>From 1 to 36500.</summary>
    public int? Days { get; init; }
}

/// <summary>Checks what is said of keeping and deleting.</summary>
public static class RetentionRules
{
    private static readonly System.Buffers.SearchValues<char> Hex =
        System.Buffers.SearchValues.Create("0123456789abcdef");

    public const string ReasonRule = "must be 1 to 500 characters in one line";

    /// <summary>The rule, or the field and the rule it breaks.</summary>
    public static (RetentionRule? Rule, string Field, string Broken) Read(Guid ruleId, RetentionRequest request)
    {
        if (request.NumberId is null == request.QueueId is null
            || request.NumberId == Guid.Empty || request.QueueId == Guid.Empty)
        {
            return (null, "queueId", "must be the UUID of a queue, or numberId that of a number, and not both");
        }

        if (request.Days is not (>= 1 and <= 36_500))
        {
            return (null, "days", "must be from 1 to 36500");
        }

        var rule = new RetentionRule
        {
            RuleId = ruleId, NumberId = request.NumberId, QueueId = request.QueueId, Days = request.Days.Value,
        };
        return (rule, "", "");
    }

    public static bool IsReason(string? reason) =>
        reason is { Length: >= 1 and <= 500 } && !string.IsNullOrWhiteSpace(reason) && !reason.Any(char.IsControl);

    /// <summary>A reference to a caller as the events carry it.</summary>
    public static bool IsCallerRef(string? reference) =>
        reference is { Length: 67 } && reference.StartsWith("k1:", StringComparison.Ordinal)
            && reference.AsSpan(3).IndexOfAnyExcept(Hex) < 0;
}
