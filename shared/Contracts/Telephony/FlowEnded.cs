namespace CallCenter.Contracts.Telephony;

/// <summary>Said once for each call with a flow: at the end of the flow, else at the end of the call.</summary>
[Event("call", "flow-ended", nameof(CallId), Public = true)]
public sealed record FlowEnded
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The flow of the dialled number.</summary>
    public required string Flow { get; init; }

    /// <summary>Its version.</summary>
    public required int Version { get; init; }

    /// <summary>Name of the node at which it ended.</summary>
    public required string Node { get; init; }

    /// <summary>
    /// completed, released (it ended with the talk), left (before its end: the caller was gone, or is called back) or
    /// failed.
    /// </summary>
    public required string Outcome { get; init; }

    /// <summary>
    /// The first fault that took the safe exit, if any: prompt-failed, http-failed, not-routable, queue-timeout,
    /// no-calendar, no-flow, no-callback, keypad-flood or too-many-steps.
    /// </summary>
    public string? Fault { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }
}
