namespace CallCenter.Routing.Matching;

/// <summary>Why a call got its agent, or nobody: what the pass that decided saw.</summary>
public sealed record MatchTrace
{
    /// <summary>The score of the call at that instant.</summary>
    public required double CallScore { get; init; }

    /// <summary>The step of the queue's plan that held; 0 before the first.</summary>
    public required int Step { get; init; }

    /// <summary>The policy by which candidates were ranked.</summary>
    public required string Policy { get; init; }

    /// <summary>preferred, last or owner when the call went to, or waits for, the agent it is meant for.</summary>
    public string? MeantAs { get; init; }

    /// <summary>True where the call was spread as a hard one: to the lowest load before the policy.</summary>
    public bool? Hard { get; init; }

    /// <summary>Who could have taken the call, best first: the first few. The winner is the first.</summary>
    public IReadOnlyList<TracedCandidate> Candidates { get; init; } = [];

    /// <summary>How many there were.</summary>
    public int CandidateCount { get; init; }

    /// <summary>Why each of the others was passed over.</summary>
    public IReadOnlyList<Removal> Removed { get; init; } = [];
}

/// <summary>A candidate and what the policy said for them.</summary>
public sealed record TracedCandidate
{
    public required Guid AgentId { get; init; }

    public required double Score { get; init; }
}

/// <summary>Agents who were passed over for the same reason.</summary>
public sealed record Removal
{
    public required string Reason { get; init; }

    public required int Count { get; init; }

    /// <summary>The first few of them; nobody where the reason would tell of their load.</summary>
    public IReadOnlyList<Guid> Agents { get; init; } = [];
}
