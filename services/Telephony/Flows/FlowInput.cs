namespace CallCenter.Telephony.Flows;

/// <summary>Something that happened to a call in a flow. What comes at the wrong time is harmless.</summary>
public abstract record FlowInput;

/// <summary>The caller pressed a key.</summary>
public sealed record KeyEntered(char Key) : FlowInput;

/// <summary>The prompts have come to their end, or could not be played.</summary>
public sealed record PromptsEnded(bool Failed) : FlowInput;

/// <summary>The time that was ordered with <see cref="ListenFor"/> is over.</summary>
public sealed record TimeUp : FlowInput;

/// <summary>What another system answered.</summary>
/// <param name="Visit">The visit that asked.</param>
/// <param name="Values">The saved variables; null when there is no good answer.</param>
public sealed record WebAnswered(int Visit, IReadOnlyDictionary<string, string>? Values) : FlowInput;

/// <summary>The call comes back: from its queue, a number, a message or the offer of a callback.</summary>
/// <param name="Exit">
/// connected, timeout, declined or failed; of a number done, busy, unreachable or refused; of a message done, silent or
/// failed.
/// </param>
public sealed record CameBack(string Exit) : FlowInput;

/// <summary>A new owner goes on: the node is begun again.</summary>
public sealed record Reentered : FlowInput;

/// <summary>What the engine wants done.</summary>
public abstract record FlowOrder;

/// <summary>Play these one after the other; <see cref="PromptsEnded"/> follows.</summary>
public sealed record PlaySounds(IReadOnlyList<string> Sounds, string Language) : FlowOrder;

/// <summary>Speak this; <see cref="PromptsEnded"/> follows.</summary>
public sealed record SpeakText(string Text, string Language) : FlowOrder;

/// <summary>Stop what plays; no end of it is heard.</summary>
public sealed record StopSounds : FlowOrder;

/// <summary><see cref="TimeUp"/> follows unless something else comes first.</summary>
public sealed record ListenFor(TimeSpan Time) : FlowOrder;

/// <summary>Ask another system; <see cref="WebAnswered"/> follows.</summary>
public sealed record AskWeb : FlowOrder
{
    public required int Visit { get; init; }

    public required string Method { get; init; }

    public required string Url { get; init; }

    /// <summary>Members of the object that is posted. May hold secrets.</summary>
    public IReadOnlyDictionary<string, string>? Body { get; init; }

    public required TimeSpan Limit { get; init; }

    /// <summary>Variables and where in the answer they are found.</summary>
    public required IReadOnlyDictionary<string, string> Save { get; init; }

    /// <summary>Without the address and the body, which may hold what a caller entered.</summary>
    public override string ToString() => $"AskWeb {{ Visit = {Visit} }}";
}

/// <summary>The call waits for an agent; <see cref="CameBack"/> follows.</summary>
public sealed record EnterQueue : FlowOrder
{
    public required Guid Queue { get; init; }

    /// <summary>Whom the queue asks first.</summary>
    public Guid? Agent { get; init; }

    /// <summary>Null for that of the number.</summary>
    public int? Priority { get; init; }

    public IReadOnlyList<string> Skills { get; init; } = [];

    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>Null for the service's limit.</summary>
    public TimeSpan? Limit { get; init; }
}

/// <summary>
/// The caller is offered a callback; <see cref="CameBack"/> follows unless they take it, which ends the call.
/// </summary>
public sealed record OfferCallback(Guid Queue, int? Priority, IReadOnlyList<string> Skills) : FlowOrder;

/// <summary>The caller is put through to a number; <see cref="CameBack"/> follows.</summary>
public sealed record DialNumber(string Number) : FlowOrder
{
    /// <summary>Without the number.</summary>
    public override string ToString() => "DialNumber";
}

/// <summary>
/// A beep, then what the caller says is recorded for the people of the queue; <see cref="CameBack"/> follows.
/// </summary>
public sealed record TakeMessage(Guid Queue, TimeSpan Limit, TimeSpan Silence) : FlowOrder;

/// <summary>The flow is over.</summary>
/// <param name="Outcome">
/// completed: hang up; released: end as after a talk without flow; failed: tell the caller and hang up.
/// </param>
public sealed record FinishCall(string Outcome) : FlowOrder;

/// <summary>What is worth knowing of a step.</summary>
public abstract record FlowOutcome;

/// <summary>A node was entered.</summary>
public sealed record NodeEntered(FlowPlace Place) : FlowOutcome;

/// <summary>A node with a milestone was entered.</summary>
public sealed record MilestoneReached(FlowPlace Place, string Milestone) : FlowOutcome;

/// <summary>The caller gave a score from 1 to 5.</summary>
public sealed record ScoreGiven(string Question, int Score) : FlowOutcome;

/// <summary>Something went wrong at a node.</summary>
public sealed record FaultMet(FlowPlace Place, string Fault) : FlowOutcome;

/// <summary>What follows from an input.</summary>
public sealed record FlowDecision(
    FlowState State, IReadOnlyList<FlowOrder> Orders, IReadOnlyList<FlowOutcome> Outcomes);
