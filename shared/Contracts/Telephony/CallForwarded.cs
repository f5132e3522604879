namespace CallCenter.Contracts.Telephony;

/// <summary>
/// Said when a flow has put the caller through to a number and somebody there has answered. Which number, no event
/// tells.
/// </summary>
[Event("call", "forwarded", nameof(CallId), Public = true)]
public sealed record CallForwarded
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The flow of the node.</summary>
    public required string Flow { get; init; }

    /// <summary>Its version.</summary>
    public required int Version { get; init; }

    /// <summary>The transfer node.</summary>
    public required string Node { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ForwardedAt { get; init; }
}
