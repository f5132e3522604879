namespace CallCenter.Contracts.Telephony;

/// <summary>
/// Said when a caller is asked to enter digits: by a node of their flow, each time that the call comes there, or for an
/// agent, who neither hears nor sees them (then KeysCollected ends it). Which ones they are, no event tells.
/// </summary>
[Event("call", "keys-asked", nameof(CallId), Public = true)]
public sealed record KeysAsked
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The agent who talks; absent in a flow.</summary>
    public Guid? AgentId { get; init; }

    /// <summary>The flow that the node is in; absent where an agent asks.</summary>
    public string? Flow { get; init; }

    /// <summary>Its version.</summary>
    public int? Version { get; init; }

    /// <summary>Name of the node.</summary>
    public string? Node { get; init; }

    /// <summary>So many are the most.</summary>
    public required int Most { get; init; }

    /// <summary>They are kept in no place but the memory of one process.</summary>
    public required bool Secret { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset AskedAt { get; init; }
}
