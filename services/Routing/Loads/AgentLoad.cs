namespace CallCenter.Routing.Loads;

/// <summary>What hard calls have left with an agent at an instant. Shown to that agent and to nobody else.</summary>
public sealed record AgentLoad
{
    public static readonly AgentLoad None = new();

    /// <summary>Sum of the weights of the marked calls, each halved with every half-life of its age.</summary>
    public double Value { get; init; }

    /// <summary>How many of the last calls, without another between them, were hard.</summary>
    public int InARow { get; init; }
}

/// <summary>A pause that an agent took after hard calls: no calls are offered until it ends.</summary>
public sealed record AgentPause
{
    public required Guid AgentId { get; init; }

    public required DateTimeOffset BeganAt { get; init; }

    public required DateTimeOffset UntilAt { get; init; }
}
