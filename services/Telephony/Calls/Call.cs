using System.Text.Json.Serialization;

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

    /// <summary>
    /// The caller's number, for the agent's display only: kept in a column of its own, never in an event.
    /// </summary>
    [JsonIgnore]
    public string? CallerNumber { get; init; }

    public string? CallerRef { get; init; }

    public required DateTimeOffset ArrivedAt { get; init; }

    public Guid? NumberId { get; init; }

    public Guid? QueueId { get; init; }

    public required string Language { get; init; }

    public IReadOnlyList<string> Skills { get; init; } = [];

    public int Priority { get; init; }

    /// <summary>Whether the dialled number asks callers for a score.</summary>
    public bool Survey { get; init; }

    public required CallPhase Phase { get; init; }

    /// <summary>When this phase ends by itself; the actor says so with <see cref="DeadlinePassed"/>.</summary>
    public DateTimeOffset? DeadlineAt { get; init; }

    /// <summary>How many prompts have been ordered: names the next one.</summary>
    public int Prompts { get; init; }

    /// <summary>The prompt that plays.</summary>
    public string? PromptId { get; init; }

    /// <summary>When the call first entered its queue.</summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>The current assignment; there is never a second one.</summary>
    public Assignment? Assignment { get; init; }

    /// <summary>The last agent who talked.</summary>
    public Guid? AgentId { get; init; }

    public long QueuedMs { get; init; }

    public long TalkMs { get; init; }

    public CallRecording? Recording { get; init; }

    /// <summary>How often the question has been answered by a key that means nothing.</summary>
    public int WrongKeys { get; init; }

    /// <summary>Why the call ends, once that is decided by us.</summary>
    public string? EndCause { get; init; }

    /// <summary>Why no agent but the one who is being rung can come, once Routing has said so.</summary>
    public string? NotRoutable { get; init; }

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

    /// <summary>When caller and agent were put through.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }
}

/// <summary>The recording of a talk, as far as the call knows it.</summary>
public sealed record CallRecording
{
    public required Guid RecordingId { get; init; }

    public required Guid AssignmentId { get; init; }

    public required Guid AgentId { get; init; }

    public required Guid QueueId { get; init; }

    /// <summary>The instant of the first sample.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the talk was over: from here the recording can be fetched.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>The switch could not record.</summary>
    public bool Failed { get; init; }
}
