namespace CallCenter.Telephony.CallingOut;

/// <summary>An agent has asked for the call: who is reached first, and as whom.</summary>
public sealed record OutboundDial
{
    /// <summary>The roles of whoever asked: the trunk is chosen by them.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>The number of ours that is shown.</summary>
    public required string Shown { get; init; }

    /// <summary>When the agent picked up; from then on the other one is dialled.</summary>
    public DateTimeOffset? AgentUpAt { get; init; }
}

/// <summary>What a client may ask for.</summary>
public sealed record OutboundRequest
{
    /// <summary>The number to dial, in E.164; DialAllowed and a dial permission must permit it.</summary>
    public string? Number { get; init; }

    /// <summary>The number of ours that is shown; the call counts to its queue.</summary>
    public Guid? NumberId { get; init; }
}

/// <summary>A call that was asked for.</summary>
/// <param name="CallId">The client's id of it.</param>
/// <param name="AssignmentId">The agent's part in it.</param>
/// <param name="Phase">How far it has come.</param>
public sealed record OutboundView(Guid CallId, Guid AssignmentId, string Phase);
