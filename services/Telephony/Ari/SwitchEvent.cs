using CallCenter.Telephony.Lines;

namespace CallCenter.Telephony.Ari;

/// <summary>What an Asterisk node reports, in the words of this service. Events may come twice.</summary>
public abstract record SwitchEvent;

/// <summary>A call for us: a leg that we did not make.</summary>
/// <param name="Leg">Its id in the switch.</param>
/// <param name="Dialled">The number dialled, as it came.</param>
/// <param name="CallerNumber">The caller's number, as it came; null when withheld.</param>
/// <param name="CallId">
/// The call that every owner makes of it; null when the node does not say when it made the leg.
/// </param>
/// <param name="TrunkId">The trunk by which it came; null when it is none of ours.</param>
public sealed record LegArrived(
    string Leg, string Dialled, string? CallerNumber, Guid? CallId, Guid? TrunkId = null) : SwitchEvent;

/// <summary>The phone at the other end of a leg rings.</summary>
public sealed record LegRinging(string Leg) : SwitchEvent;

/// <summary>The other end of a leg that is dialled is at work on it: it says so, or sends sound.</summary>
public sealed record LegHeard(string Leg) : SwitchEvent;

/// <summary>A leg that we made was answered and is in our hands.</summary>
public sealed record LegUp(string Leg) : SwitchEvent;

/// <summary>
/// The other end of a leg has hung up. The leg is about to go, and its prompt reports its end before that: who only
/// waits for the leg to be gone takes a caller who left in the greeting for one who heard it.
/// </summary>
public sealed record LegLeaving(string Leg) : SwitchEvent;

/// <summary>A leg is gone.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Reason">Why, in the words of AssignmentDeclined.</param>
/// <param name="Line">How good its line was, where that was counted.</param>
/// <param name="Endpoint">Whose phone or trunk it was.</param>
public sealed record LegGone(
    string Leg, string Reason, LegLine? Line = null, string? Endpoint = null) : SwitchEvent;

/// <summary>A key was pressed on a leg.</summary>
public sealed record KeyHeard(string Leg, char Key) : SwitchEvent;

/// <summary>Somebody speaks on a leg, or has fallen silent.</summary>
public sealed record VoiceChanged(string Leg, bool IsHeard) : SwitchEvent;

/// <summary>A prompt has ended or could not be played.</summary>
public sealed record PromptEnded(string PromptId, bool Failed) : SwitchEvent;

/// <summary>A phone can be reached, or no longer.</summary>
public sealed record PhoneChanged(string Endpoint, bool Online) : SwitchEvent;

/// <summary>An event that should concern us and could not be read. The reconcile finds what it told.</summary>
public sealed record Unreadable(string Why) : SwitchEvent;

/// <summary>Another process has taken this node: everything must be dropped at once.</summary>
public sealed record OwnerReplaced : SwitchEvent;

/// <summary>A leg as a listing shows it.</summary>
public sealed record SwitchLeg
{
    public required string Leg { get; init; }

    public required bool IsUp { get; init; }

    /// <summary>Set for a leg that arrived for us, whoever handled it.</summary>
    public LegArrived? Arrival { get; init; }
}

/// <summary>A talk as a listing shows it.</summary>
public sealed record SwitchTalk(string Talk, IReadOnlyList<string> Legs);

/// <summary>A phone as a listing shows it.</summary>
public sealed record SwitchPhone(string Endpoint, bool Online);

/// <summary>Everything alive on a node.</summary>
public sealed record SwitchListing
{
    /// <summary>When this Asterisk started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public required IReadOnlyList<SwitchLeg> Legs { get; init; }

    public required IReadOnlyList<SwitchTalk> Talks { get; init; }

    public required IReadOnlyList<SwitchPhone> Phones { get; init; }
}
