namespace CallCenter.Fixtures.Playing;

/// <summary>How a call ends, and in which state the caller leaves.</summary>
public enum CallEnd
{
    /// <summary>The agent hangs up first.</summary>
    AgentHangsUp,

    CallerLeavesTalking,

    CallerLeavesRinging,

    /// <summary>As soon as the order to ring arrives, before any phone rings.</summary>
    CallerLeavesAssigned,

    CallerLeavesWaiting,

    /// <summary>Queued and ended in the same instant.</summary>
    CallerLeavesAtOnce,

    /// <summary>The end is said before the entry into the queue, which then is late.</summary>
    EndedBeforeQueued,
}

/// <summary>What will happen to a call: the same again for the same number.</summary>
public sealed record CallPlan
{
    private static readonly string[] _reasons = ["no-answer", "rejected", "busy", "failed", "unreachable"];

    public required CallEnd End { get; init; }

    /// <summary>The reasons of the agents who do not take it, before one does.</summary>
    public required IReadOnlyList<string> Declines { get; init; }

    /// <summary>The talk ends in the queue again, once.</summary>
    public required bool Returns { get; init; }

    /// <summary>Facts that come twice, late or cannot be are said between the others.</summary>
    public required bool Disturbed { get; init; }

    public required TimeSpan Ringing { get; init; }

    public required TimeSpan Talking { get; init; }

    /// <summary>How many talks the call has when nothing goes wrong.</summary>
    public int Talks => End is CallEnd.AgentHangsUp or CallEnd.CallerLeavesTalking ? Returns ? 2 : 1 : 0;

    public static CallPlan Of(int number)
    {
        // Not for secrets: a plan that can be repeated.
        var random = new Random(number);
        return new CallPlan
        {
            End = random.Next(100) switch
            {
                < 60 => CallEnd.AgentHangsUp,
                < 78 => CallEnd.CallerLeavesTalking,
                < 84 => CallEnd.CallerLeavesRinging,
                < 89 => CallEnd.CallerLeavesAssigned,
                < 94 => CallEnd.CallerLeavesWaiting,
                < 97 => CallEnd.CallerLeavesAtOnce,
                _ => CallEnd.EndedBeforeQueued,
            },
            Declines = [.. Enumerable.Range(0, random.Next(6) == 0 ? random.Next(1, 3) : 0)
                .Select(_ => _reasons[random.Next(_reasons.Length)])],
            Returns = random.Next(12) == 0,
            Disturbed = random.Next(4) == 0,
            Ringing = TimeSpan.FromMilliseconds(random.Next(20, 300)),
            Talking = TimeSpan.FromMilliseconds(random.Next(100, 1_200)),
        };
    }
}
