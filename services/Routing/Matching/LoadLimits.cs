namespace CallCenter.Routing.Matching;

/// <summary>How much one pass loads.</summary>
public sealed record LoadLimits
{
    /// <summary>How many of the ready agents; all agents when absent.</summary>
    public int? ReadyAgents { get; init; }

    /// <summary>How many calls at most, shared among the buckets.</summary>
    public required int Calls { get; init; }

    /// <summary>How many calls of a bucket, beyond those that the ready agents could come to, to explain.</summary>
    public required int Explained { get; init; }

    /// <summary>Refusals since then count.</summary>
    public required DateTimeOffset DeclinedSince { get; init; }

    /// <summary>
    /// Agents whose wrap-up ends by then are expected by customers who are called back; nobody's when absent.
    /// </summary>
    public DateTimeOffset SoonAt { get; init; }

    /// <summary>How the loader comes to the matcher's lock.</summary>
    public MatcherTurn Turn { get; init; }
}

/// <summary>One at a time may reserve what it decides.</summary>
public enum MatcherTurn
{
    /// <summary>Waits for the others.</summary>
    Awaited,

    /// <summary>
    /// For a call that enters and is not stored yet: decides only if it is the first of its queue and nobody else
    /// decides. Nothing is read of what waits otherwise.
    /// </summary>
    IfFree,

    /// <summary>Only looks on.</summary>
    None,
}
