namespace CallCenter.Telephony.Calls;

/// <summary>Where a call waited before it was handed to another queue, which may not take it.</summary>
public sealed record TransferOrigin
{
    public required Guid QueueId { get; init; }

    /// <summary>Its place there.</summary>
    public DateTimeOffset? PlaceAt { get; init; }
}
