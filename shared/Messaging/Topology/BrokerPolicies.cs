namespace CallCenter.Messaging.Topology;

/// <summary>A policy in the words of RabbitMQ's management API: <c>PUT /api/policies/{vhost}/{Name}</c>.</summary>
public sealed record BrokerPolicy
{
    public required string Name { get; init; }

    /// <summary>Regular expression over queue names.</summary>
    public required string Pattern { get; init; }

    /// <summary>The broker applies one policy to a queue: the matching one of the highest priority.</summary>
    public required int Priority { get; init; }

    public required IReadOnlyDictionary<string, object> Definition { get; init; }

    /// <summary>What the API calls <c>apply-to</c>.</summary>
    public string ApplyTo { get; init; } = "queues";
}

/// <summary>
/// Limits and time-outs of all queues; set by whoever provisions the broker, because it takes a right the services
/// lack.
/// </summary>
public static class BrokerPolicies
{
    private static readonly TimeSpan _month = TimeSpan.FromDays(30);
    private static readonly TimeSpan _week = TimeSpan.FromDays(7);

    public static IReadOnlyList<BrokerPolicy> All { get; } =
    [
        // A full queue refuses (the relay waits) and a message that kills its consumer 50 times is set aside: never
        // dropped.
        // The delivery limit is also what makes returned messages go back to the front. A consumer may keep a message
        // for as long as the database is away: the broker would otherwise take it back after half an hour.
        new()
        {
            Name = "callcenter-ordered",
            Pattern = @"^[a-z]+\.p[0-7]$",
            Priority = 30,
            Definition = new Dictionary<string, object>
            {
                ["delivery-limit"] = 50,
                ["dead-letter-exchange"] = Wire.WireNames.DeadLetters,
                ["dead-letter-strategy"] = "at-least-once",
                ["overflow"] = "reject-publish",
                ["max-length"] = 1_000_000,
                ["consumer-timeout"] = (long)_month.TotalMilliseconds,
            },
        },

        // What had no effect is never pushed out by what comes after it: a full queue refuses, and the message stays
        // where it was, in sight.
        new()
        {
            Name = "callcenter-aside",
            Pattern = @"^([a-z]+_(error|skipped)|callcenter\.dead)$",
            Priority = 30,
            Definition = new Dictionary<string, object>
            {
                ["message-ttl"] = (long)_month.TotalMilliseconds,
                ["overflow"] = "reject-publish",
                ["max-length"] = 100_000,
            },
        },

        // These no queue wanted, and the log of who said them has them for as long: refusing would stop their subjects.
        new()
        {
            Name = "callcenter-unrouted",
            Pattern = @"^callcenter\.unrouted$",
            Priority = 30,
            Definition = new Dictionary<string, object>
            {
                ["message-ttl"] = (long)_month.TotalMilliseconds,
                ["overflow"] = "drop-head",
                ["max-length"] = 100_000,
            },
        },

        // A slow subscriber loses its own oldest messages and nobody else's.
        new()
        {
            Name = "callcenter-subscribers",
            Pattern = @"^sub\.",
            Priority = 30,
            Definition = new Dictionary<string, object>
            {
                ["max-length-bytes"] = 1_000_000_000,
                ["overflow"] = "drop-head",
                ["message-ttl"] = (long)_week.TotalMilliseconds,
                ["expires"] = (long)(2 * _week).TotalMilliseconds,
                ["dead-letter-exchange"] = Wire.WireNames.DeadLetters,
            },
        },
    ];
}
