using System.Text.Json.Serialization;

namespace CallCenter.Telephony.Calls;

/// <summary>
/// Somebody beside caller and agent: consulted, in conference, or the number that the call was transferred to. An agent
/// who takes the caller over becomes the agent of the call.
/// </summary>
public sealed record ThirdParty
{
    /// <summary>The switch's id of their leg; empty while nobody is found.</summary>
    public required string Leg { get; init; }

    /// <summary>The talk of the agent with them; after a transfer, of the caller with them.</summary>
    public required string Talk { get; init; }

    /// <summary>The agent whose phone it is; absent for a number that was dialled.</summary>
    public Guid? AgentId { get; init; }

    public required ThirdStage Stage { get; init; }

    /// <summary>Until when they may ring, or be put through.</summary>
    public required DateTimeOffset UntilAt { get; init; }

    /// <summary>The flow put the caller through to them, and the caller comes back to it.</summary>
    public bool OfFlow { get; init; }

    /// <summary>The control that waits for them to be there; absent once it is answered.</summary>
    public Guid? ControlId { get; init; }

    /// <summary>The search of Routing for an agent of the queue; absent where they were named.</summary>
    public Guid? ConsultationId { get; init; }

    /// <summary>The queue in which Routing searches.</summary>
    public Guid? QueueId { get; init; }

    /// <summary>Until when it may search.</summary>
    public DateTimeOffset? SoughtUntilAt { get; init; }

    /// <summary>The reservation of whoever was found.</summary>
    public Guid? OfferId { get; init; }

    /// <summary>When their phone said that it rings.</summary>
    public DateTimeOffset? RingingAt { get; init; }

    /// <summary>The agent who asks waits for them with music.</summary>
    [JsonIgnore]
    public bool IsSought => ConsultationId is not null && Stage is (ThirdStage.Seeking or ThirdStage.Ringing);

    /// <summary>
    /// The caller is to be told who they are once they take over: with the owner only, a new one puts both through.
    /// </summary>
    [JsonIgnore]
    public Introduction? Introduction { get; init; }

    /// <summary>The part in the call that an agent has once the caller is with them; absent before that.</summary>
    public Guid? AssignmentId { get; init; }
}

/// <summary>Where a third party stands.</summary>
public enum ThirdStage
{
    /// <summary>Their phone rings.</summary>
    Ringing,

    /// <summary>They have picked up and are being put through.</summary>
    Joining,

    /// <summary>They talk with the agent; the caller hears music.</summary>
    Consulting,

    /// <summary>They hear music; the agent talks with the caller.</summary>
    Parked,

    /// <summary>All three hear each other.</summary>
    Conference,

    /// <summary>They talk with the caller; the agent is gone.</summary>
    Transferred,

    /// <summary>Routing looks for an agent of the queue; caller and agent hear music.</summary>
    Seeking,
}
