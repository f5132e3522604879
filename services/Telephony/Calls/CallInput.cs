using CallCenter.Telephony.Flows;
using CallCenter.Telephony.Waiting;

namespace CallCenter.Telephony.Calls;

/// <summary>Something that happened to a call. Repeated, late and impossible inputs are harmless.</summary>
public abstract record CallInput;

/// <summary>What is known of a call at the instant it arrives.</summary>
public sealed record CallArrival
{
    public required Guid CallId { get; init; }

    public required string Node { get; init; }

    public required string CallerLeg { get; init; }

    public string? CallerNumber { get; init; }

    public string? CallerRef { get; init; }

    /// <summary>The dialled number; null when nobody has set it up.</summary>
    public Numbers.Number? Number { get; init; }

    /// <summary>The documents of the number's flow; null for a number without one.</summary>
    public FlowBook? FlowBook { get; init; }

    public string? TraceParent { get; init; }
}

/// <summary>A prompt came to its end, or could not be played.</summary>
public sealed record PromptFinished(string PromptId, bool Failed = false) : CallInput;

/// <summary>The sentence that tells the caller who serves them is ready.</summary>
/// <param name="Leg">Of the agent.</param>
/// <param name="Sound">Its name; null when it could not be made.</param>
public sealed record IntroductionMade(string Leg, string? Sound) : CallInput;

/// <summary>What the caller may be told of their place in the queue; nothing where nothing is known of it.</summary>
public sealed record PlaceFound(CallPlace? Place) : CallInput;

/// <summary>What another system answered to a question of the flow.</summary>
/// <param name="Visit">The visit of the flow that asked.</param>
/// <param name="Values">The saved variables; null when there is no good answer.</param>
public sealed record OutsideAnswered(int Visit, IReadOnlyDictionary<string, string>? Values) : CallInput;

/// <summary>
/// An order of Routing, or a control asked by HTTP. It stays stored until the snapshot that answers it is.
/// </summary>
public abstract record RoutingOrder : CallInput
{
    /// <summary>Row of the order; 0 in tests of the rules.</summary>
    public long OrderId { get; init; }

    /// <summary>The consultation of the call that it is about; absent where it is about the call.</summary>
    public Guid? ConsultationId { get; init; }
}

/// <summary>An agent is reserved for the call.</summary>
public sealed record Assigned : RoutingOrder
{
    public required Guid AssignmentId { get; init; }

    public required Guid AgentId { get; init; }

    public required Guid QueueId { get; init; }

    public required DateTimeOffset RingUntilAt { get; init; }
}

/// <summary>Routing has taken the assignment back.</summary>
public sealed record Rescinded(Guid AssignmentId) : RoutingOrder;

/// <summary>The call waits in another queue now.</summary>
public sealed record Moved(Guid FromQueueId, Guid ToQueueId) : RoutingOrder;

/// <summary>No agent can ever come.</summary>
public sealed record NotRoutable(string Reason) : RoutingOrder;

/// <summary>The customer of a callback is to be dialled.</summary>
/// <param name="Shown">The number of ours that they see.</param>
public sealed record Dial(string Shown) : RoutingOrder;

/// <summary>Somebody asks something of the call.</summary>
public sealed record Controlled(Controls.CallControl Control) : RoutingOrder;

/// <summary>The switch was told what a control needs.</summary>
public sealed record ControlTried(Guid ControlId, bool IsDone) : CallInput;

/// <summary>The switch was told to pause a recording.</summary>
public sealed record RecordingPauseTried(Guid RecordingId, bool IsSilent) : CallInput;

/// <summary>The switch was told to record what is said.</summary>
public sealed record RecordingResumeTried(Guid RecordingId, bool IsDone) : CallInput;

/// <summary>The switch was told to let a supervisor take part.</summary>
public sealed record SupervisionTried(string Leg, bool IsDone) : CallInput;

/// <summary>The agent's phone says that it rings.</summary>
public sealed record AgentLegRinging(string Leg) : CallInput;

/// <summary>The agent has picked up.</summary>
public sealed record AgentLegUp(string Leg) : CallInput;

/// <summary>The agent's leg could not be made or is gone.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Reason">Why, in the words of AssignmentDeclined, if it was never put through.</param>
public sealed record AgentLegGone(string Leg, string Reason) : CallInput;

/// <summary>The connection to the phone of an agent is gone, and with it what it said and heard.</summary>
public sealed record PhoneLost(Guid AgentId) : CallInput;

/// <summary>The phone of an agent can be reached again.</summary>
public sealed record PhoneBack(Guid AgentId) : CallInput;

/// <summary>Caller and agent hear each other.</summary>
public sealed record Joined(string Talk) : CallInput;

/// <summary>They could not be put through.</summary>
public sealed record JoinFailed(string Talk) : CallInput;

/// <summary>The recording could not be started; the call goes on without.</summary>
/// <param name="RecordingId">The recording.</param>
/// <param name="Reason">Why, in the words of RecordingNotMade.</param>
public sealed record RecordingFailed(Guid RecordingId, string Reason = "failed") : CallInput;

/// <summary>The caller pressed a key.</summary>
public sealed record KeyPressed(char Key) : CallInput;

/// <summary>The caller speaks.</summary>
public sealed record VoiceHeard : CallInput;

/// <summary>The caller has fallen silent, for as long as was ordered.</summary>
public sealed record VoicePaused : CallInput;

/// <summary>The time of the present phase is over.</summary>
public sealed record DeadlinePassed : CallInput;

/// <summary>The caller's leg is gone.</summary>
/// <param name="Lost">It went down with its switch.</param>
/// <param name="Reason">Why, once the leg is really gone; absent while its other end has only hung up.</param>
public sealed record CallerGone(bool Lost, string? Reason = null) : CallInput;

/// <summary>A reconcile found this leg alive under the name of the call.</summary>
public sealed record LegSeen(string Leg) : CallInput;

/// <summary>A reconcile found this talk under the name of the call.</summary>
public sealed record TalkSeen(string Talk) : CallInput;

/// <summary>A reconcile found caller or agent, both alive, outside of their talk.</summary>
public sealed record TalkBroken(string Talk) : CallInput;

/// <summary>A new owner has taken the call over with the caller's leg alive.</summary>
/// <param name="AgentLeg">What became of the agent's leg, or of the customer's who is dialled.</param>
/// <param name="IsJoined">Both legs are in their talk.</param>
public sealed record Adopted(AdoptedLeg AgentLeg, bool IsJoined) : CallInput
{
    /// <summary>Legs of a third party and a supervisor that are alive, and whether they have picked up.</summary>
    public IReadOnlyDictionary<string, bool> Sides { get; init; } = new Dictionary<string, bool>();
}

/// <summary>What a new owner finds of an agent's leg.</summary>
public enum AdoptedLeg
{
    Gone,
    Ringing,
    Up,
}
