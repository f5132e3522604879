using System.Text.Json.Serialization;
using CallCenter.Telephony.Callbacks;
using CallCenter.Telephony.CallingOut;
using CallCenter.Telephony.Flows;
using CallCenter.Telephony.Waiting;

namespace CallCenter.Telephony.Calls;

/// <summary>
/// Everything known of one call. <see cref="CallRules"/> makes the next one from it; the actor of the call is its only
/// writer, and its snapshot is stored with the events of each business transition.
/// </summary>
public sealed record Call
{
    public required Guid CallId { get; init; }

    /// <summary>Name of the Asterisk node that carries it.</summary>
    public required string Node { get; init; }

    /// <summary>The switch's id of the caller's leg.</summary>
    public required string CallerLeg { get; init; }

    /// <summary>The caller's number, for the agent's display only: in a column of its own, never in an event.</summary>
    [JsonIgnore]
    public string? CallerNumber { get; init; }

    public string? CallerRef { get; init; }

    public required DateTimeOffset ArrivedAt { get; init; }

    public Guid? NumberId { get; init; }

    /// <summary>The queue to which its number or its flow has sent it.</summary>
    public Guid? QueueId { get; init; }

    /// <summary>The queue to which Routing has moved it since; null while it is where it was sent.</summary>
    public Guid? MovedToQueueId { get; init; }

    /// <summary>The queue in which it is, or was last.</summary>
    [JsonIgnore]
    public Guid? LastQueueId => MovedToQueueId ?? QueueId;

    public required string Language { get; init; }

    public IReadOnlyList<string> Skills { get; init; } = [];

    public int Priority { get; init; }

    /// <summary>Whether the dialled number asks callers for a score.</summary>
    public bool Survey { get; init; }

    /// <summary>Whether talks are recorded: as the dialled number says.</summary>
    public bool Recorded { get; init; } = true;

    /// <summary>Callers are told the number of the agent who answers: as the dialled number says.</summary>
    public bool AnnouncesAgent { get; init; }

    /// <summary>The caller hears early media: they are answered when somebody talks with them.</summary>
    public bool IsUnanswered { get; init; }

    /// <summary>What the dialled number is advertised for.</summary>
    public string? Campaign { get; init; }

    /// <summary>Where the call is in its flow; null for a number without one.</summary>
    public FlowState? Flow { get; init; }

    /// <summary>The documents of the flow, opened anew by each owner in the versions that the call keeps.</summary>
    [JsonIgnore]
    public FlowBook? FlowBook { get; init; }

    /// <summary>The end of the flow has been said.</summary>
    public bool FlowEnded { get; init; }

    /// <summary>Skills that the dialled number wants of every queue of the flow.</summary>
    public IReadOnlyList<string> NumberSkills { get; init; } = [];

    /// <summary>Priority where the flow names none.</summary>
    public int NumberPriority { get; init; }

    /// <summary>Time waited in the queues that the flow has left for another one.</summary>
    public long WaitedMs { get; init; }

    /// <summary>What the flow says with the queued call.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>Until when the flow lets the call wait; null for the service's limit.</summary>
    public DateTimeOffset? QueueUntilAt { get; init; }

    /// <summary>The callback for which the call was made; absent for a call that came in.</summary>
    public Guid? CallbackId { get; init; }

    /// <summary>Which attempt of the callback it is.</summary>
    public int Attempt { get; init; }

    /// <summary>The place that was kept for the customer.</summary>
    public DateTimeOffset? PlaceAt { get; init; }

    /// <summary>The order to dial has been obeyed; from here no other owner obeys it again.</summary>
    public bool Dialled { get; init; }

    /// <summary>An agent has asked for the call; null for one that came in.</summary>
    public OutboundDial? Outbound { get; init; }

    /// <summary>The agent's part in it, and the agent: kept when it is over.</summary>
    public Guid? OutboundAssignmentId { get; init; }

    public Guid? OutboundAgentId { get; init; }

    public required CallPhase Phase { get; init; }

    /// <summary>When this phase ends by itself; the actor says so with <see cref="DeadlinePassed"/>.</summary>
    public DateTimeOffset? DeadlineAt { get; init; }

    /// <summary>How many prompts have been ordered: names the next one.</summary>
    public int Prompts { get; init; }

    /// <summary>The prompt that plays.</summary>
    public string? PromptId { get; init; }

    /// <summary>When the call first entered its present queue, or the last one.</summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>The current assignment; there is never a second one.</summary>
    public Assignment? Assignment { get; init; }

    /// <summary>The last agent who talked.</summary>
    public Guid? AgentId { get; init; }

    public long QueuedMs { get; init; }

    public long TalkMs { get; init; }

    public CallRecording? Recording { get; init; }

    /// <summary>What the caller says for the people of a queue; the last one of the call.</summary>
    public CallMessage? Message { get; init; }

    /// <summary>Somebody beside caller and agent; there is never a second one.</summary>
    public ThirdParty? Third { get; init; }

    /// <summary>What was asked of the talk and waits for the switch; there is never a second one.</summary>
    public PendingControl? Pending { get; init; }

    /// <summary>The supervisor who takes part in the talk; there is never a second one.</summary>
    public Supervision? Supervision { get; init; }

    /// <summary>The caller enters digits that the agent neither hears nor sees.</summary>
    public KeypadEntry? Entry { get; init; }

    /// <summary>How often that was asked: tells a late answer.</summary>
    public int Entries { get; init; }

    /// <summary>The digits so far: secret, in the memory of the owner only.</summary>
    [JsonIgnore]
    public string? EnteredKeys { get; init; }

    /// <summary>The agent to whom the call was handed on by way of its queue.</summary>
    public Guid? PreferredAgentId { get; init; }

    /// <summary>Where the call goes back to if the queue to which it was handed does not take it.</summary>
    public TransferOrigin? CameFrom { get; init; }

    /// <summary>How often the question has been answered by a key that means nothing.</summary>
    public int WrongKeys { get; init; }

    /// <summary>Why the call ends, once that is decided by us.</summary>
    public string? EndCause { get; init; }

    /// <summary>Why no agent but the one who is being rung can come, once Routing has said so.</summary>
    public string? NotRoutable { get; init; }

    /// <summary>What the caller has been told of their place.</summary>
    public Told? Told { get; init; }

    /// <summary>A callback that is being offered: no music plays meanwhile.</summary>
    [JsonIgnore]
    public CallbackOffer? Offer { get; init; }

    /// <summary>How often the order to hang up has been given.</summary>
    public int HangUps { get; init; }

    /// <summary>Trace context of the call's first span: one trace per call.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Counts the stored snapshots; a writer with an old one is refused.</summary>
    public long Version { get; init; }
}

/// <summary>An agent reserved for the call by Routing.</summary>
public sealed record Assignment
{
    public required Guid AssignmentId { get; init; }

    public required Guid AgentId { get; init; }

    public required Guid QueueId { get; init; }

    public required DateTimeOffset RingUntilAt { get; init; }

    /// <summary>The switch's id of the agent's leg.</summary>
    public required string Leg { get; init; }

    /// <summary>The switch's id of the talk that joins both legs.</summary>
    public required string Talk { get; init; }

    public DateTimeOffset? RingingAt { get; init; }

    /// <summary>The caller is to be told who serves them: with the owner only, a new one puts them through.</summary>
    [JsonIgnore]
    public Introduction? Introduction { get; init; }

    /// <summary>The control that asks the ringing phone to answer; absent once it is answered.</summary>
    public Guid? AnswerControlId { get; init; }

    /// <summary>When caller and agent were put through.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Since when the caller is on hold; absent while both hear each other.</summary>
    public DateTimeOffset? HeldAt { get; init; }

    /// <summary>The agent is not heard.</summary>
    public bool Muted { get; init; }

    /// <summary>The agent's phone is gone; absent while it is there.</summary>
    public Interruption? Interruption { get; init; }

    /// <summary>Both are being put together again; absent while they are, or are not to be.</summary>
    public Rejoin? Rejoin { get; init; }
}
