using CallCenter.Telephony.Flows;
using CallCenter.Telephony.Phones;

namespace CallCenter.Telephony.Calls;

/// <summary>
/// What the switch is told to do. Orders are idempotent, because a new owner gives them again. All but the eager ones
/// are given after the snapshot that implies them is stored.
/// </summary>
public abstract record SwitchOrder
{
    /// <summary>
    /// May run beside the commit, because what a crash leaves behind is repaired from facts already stored: an
    /// answered leg without a call is a new call, and an order of Routing is stored before it is obeyed.
    /// </summary>
    public virtual bool Eager => false;

    /// <summary>Nothing waits for it: it may take long and concerns no leg.</summary>
    public virtual bool Apart => false;

    /// <summary>The control that waits for it; <see cref="ControlTried"/> follows.</summary>
    public Guid? ControlId { get; init; }
}

/// <summary>Answer the caller.</summary>
public sealed record AnswerCaller(string Leg) : SwitchOrder
{
    public override bool Eager => true;
}

/// <summary>Open the way for sound to the caller without answering: what they hear is early media.</summary>
public sealed record OpenCaller(string Leg) : SwitchOrder
{
    public override bool Eager => true;
}

/// <summary>
/// Play something to the caller: one sound or several with commas between; <see cref="PromptFinished"/> follows.
/// </summary>
public sealed record Play(string Leg, string PromptId, string Media, string Language) : SwitchOrder
{
    /// <summary>Without the sounds, which may be the digits of a number.</summary>
    public override string ToString() => $"Play {{ PromptId = {PromptId} }}";
}

/// <summary>Speak a text to the caller; <see cref="PromptFinished"/> follows.</summary>
public sealed record Speak(string Leg, string PromptId, string Text, string Language) : SwitchOrder
{
    /// <summary>Without the text, which may hold what the caller has entered.</summary>
    public override string ToString() => $"Speak {{ PromptId = {PromptId} }}";
}

/// <summary>Make the sentence that tells the caller who serves them; <see cref="IntroductionMade"/> follows.</summary>
public sealed record MakeIntroduction(string Leg, Guid AgentId, string Language) : SwitchOrder
{
    public override bool Apart => true;
}

/// <summary>Ask another system; <see cref="OutsideAnswered"/> follows.</summary>
public sealed record AskOutside(AskWeb Question) : SwitchOrder
{
    public override bool Apart => true;
}

/// <summary>Look up what the caller may be told of their place; <see cref="PlaceFound"/> follows.</summary>
public sealed record LookUpPlace(Guid CallId) : SwitchOrder
{
    public override bool Apart => true;
}

/// <summary>Stop a prompt that plays.</summary>
public sealed record StopPrompt(string PromptId) : SwitchOrder;

/// <summary>The caller hears music.</summary>
public sealed record MusicOn(string Leg) : SwitchOrder;

/// <summary>The music stops.</summary>
public sealed record MusicOff(string Leg) : SwitchOrder;

/// <summary>Ring the phone of an agent and make the talk ready that will join them.</summary>
public sealed record RingAgent : SwitchOrder
{
    public required string Leg { get; init; }

    public required string Talk { get; init; }

    public required Guid AgentId { get; init; }

    /// <summary>Null while nobody else is on the line.</summary>
    public required string? CallerLeg { get; init; }

    /// <summary>What the agent's phone shows.</summary>
    public string? CallerNumber { get; init; }

    /// <summary>What it is told of the call; null for a supervisor's.</summary>
    public RingFacts? Facts { get; init; }

    /// <summary>The switch gives up by itself after this: a net under our own deadline.</summary>
    public required TimeSpan GiveUpAfter { get; init; }

    public override bool Eager => true;
}

/// <summary>
/// Ring a customer. Not eager: that it is obeyed is stored first, so that no other owner rings them a second time.
/// </summary>
public sealed record DialCustomer : SwitchOrder
{
    public required string Leg { get; init; }

    /// <summary>E.164.</summary>
    public required string Number { get; init; }

    /// <summary>The number of ours that the customer sees; absent where <see cref="NumberId"/> tells it.</summary>
    public required string Shown { get; init; }

    /// <summary>The dialled number of ours, which is shown.</summary>
    public Guid? NumberId { get; init; }

    /// <summary>Of whoever asked for it; null: the service itself calls a customer back.</summary>
    public required IReadOnlyList<string>? Roles { get; init; }

    /// <summary>The switch gives up by itself after this: a net under our own deadline.</summary>
    public required TimeSpan GiveUpAfter { get; init; }
}

/// <summary>
/// Ask a ringing phone to answer. Whether it does is for the phone: <see cref="AgentLegUp"/> follows, or nothing.
/// </summary>
public sealed record AskToAnswer(string Leg) : SwitchOrder;

/// <summary>Put both legs into the talk; <see cref="Joined"/> or <see cref="JoinFailed"/> follows.</summary>
public sealed record JoinLegs(string Talk, string CallerLeg, string AgentLeg) : SwitchOrder;

/// <summary>Put one more leg into the talk.</summary>
public sealed record EnterTalk(string Talk, string Leg) : SwitchOrder;

/// <summary>Let a supervisor's leg take part in a talk; <see cref="SupervisionTried"/> follows.</summary>
public sealed record Listen : SwitchOrder
{
    public required string Leg { get; init; }

    public required string Ear { get; init; }

    /// <summary>The talk of leg and ear.</summary>
    public required string Talk { get; init; }

    public required string AgentLeg { get; init; }

    /// <summary>The talk of caller and agent.</summary>
    public required string MainTalk { get; init; }

    /// <summary>One of <see cref="SupervisionModes"/>.</summary>
    public required string Mode { get; init; }
}

/// <summary>Take a leg out of the talk; it is out before the next order is given.</summary>
public sealed record LeaveTalk(string Talk, string Leg) : SwitchOrder;

/// <summary>What comes from the leg is heard by nobody, or again.</summary>
public sealed record MuteLeg(string Leg, bool Muted) : SwitchOrder;

/// <summary>Keys for whoever is at the other end of the leg.</summary>
public sealed record SendKeys(string Leg, string Keys) : SwitchOrder
{
    /// <summary>Without the keys, which may be secret.</summary>
    public override string ToString() => $"SendKeys {{ Leg = {Leg} }}";
}

/// <summary>Record silence from now on; <see cref="RecordingPauseTried"/> follows.</summary>
public sealed record PauseRecording(string Leg, Guid RecordingId) : SwitchOrder;

/// <summary>
/// Record what is said again, or of the caller alone, with silence on the agent's side;
/// <see cref="RecordingResumeTried"/> follows.
/// </summary>
public sealed record ResumeRecording(string Leg, Guid RecordingId, bool CallerOnly = false) : SwitchOrder;

/// <summary>Dissolve the talk.</summary>
/// <param name="Talk">The talk.</param>
/// <param name="Staying">
/// A leg that goes on: it is out of the talk before the next order is given. A prompt that is played to a leg on its
/// way out is lost without a word.
/// </param>
public sealed record RemoveTalk(string Talk, string? Staying = null) : SwitchOrder;

/// <summary>Record both directions of the caller's leg.</summary>
public sealed record StartRecording(string Leg, Guid RecordingId) : SwitchOrder;

/// <summary>
/// Say when the caller speaks and when they fall silent: <see cref="VoiceHeard"/>, <see cref="VoicePaused"/>.
/// </summary>
public sealed record WatchVoice(string Leg, TimeSpan Silence) : SwitchOrder;

/// <summary>Say it no longer.</summary>
public sealed record UnwatchVoice(string Leg) : SwitchOrder;

/// <summary>Stop recording.</summary>
public sealed record StopRecording(string Leg, Guid RecordingId) : SwitchOrder;

/// <summary>Hang up a leg that is not the caller's.</summary>
public sealed record DropLeg(string Leg) : SwitchOrder;

/// <summary>Hang up the caller; <see cref="CallerGone"/> follows.</summary>
public sealed record HangUpCaller(string Leg) : SwitchOrder;
