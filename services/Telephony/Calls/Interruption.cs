namespace CallCenter.Telephony.Calls;

/// <summary>The agent's phone is gone in a talk: the caller hears music and waits for its return.</summary>
public sealed record Interruption
{
    public required DateTimeOffset At { get; init; }

    /// <summary>When this stage ends by itself.</summary>
    public required DateTimeOffset UntilAt { get; init; }

    /// <summary>The new leg of the agent, once the phone is back and is rung.</summary>
    public string? Leg { get; init; }

    /// <summary>The agent has picked up and is being put through.</summary>
    public bool Joining { get; init; }
}
