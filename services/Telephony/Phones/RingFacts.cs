namespace CallCenter.Telephony.Phones;

/// <summary>What the phone of an agent is told of the call that rings, beside who calls.</summary>
/// <param name="QueueId">The queue of the call.</param>
/// <param name="Language">RFC 5646 tag of the call.</param>
/// <param name="CallerRef">By it other systems find the customer; null for a withheld number.</param>
public sealed record RingFacts(Guid? QueueId, string Language, string? CallerRef);
