namespace CallCenter.Contracts.Telephony;

/// <summary>
/// Said when an agent wants to speak with any agent of a queue before their caller does: Routing finds one as for a
/// call. What it says of that names the consultation in place of the call, and so do the answers to it (AgentRinging,
/// AssignmentDeclined). ConsultationStarted or ConsultationEnded ends the search.
/// </summary>
[Event("call", "consultation-queued", nameof(CallId), Public = true)]
public sealed record ConsultationQueued
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>Names the search for an agent; no call has this id.</summary>
    public required Guid ConsultationId { get; init; }

    /// <summary>The agent who asks, and talks with the caller.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>The queue of whoever is sought.</summary>
    public required Guid QueueId { get; init; }

    /// <summary>Its place in that queue is counted from here.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>Language of the call: an RFC 5646 tag.</summary>
    public required string Language { get; init; }

    /// <summary>As the call's: higher is served first.</summary>
    public int Priority { get; init; }
}
