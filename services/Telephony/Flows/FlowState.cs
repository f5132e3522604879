using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace CallCenter.Telephony.Flows;

/// <summary>
/// Where a call is in its flow: stored with the call's snapshot, so that another owner goes on. What must not be stored
/// (digits being entered, secrets) is in memory only; a new owner asks the caller again.
/// </summary>
public sealed record FlowState
{
    /// <summary>The dialled number's flow.</summary>
    public required string Flow { get; init; }

    /// <summary>The versions with which the call began, by flow; it keeps them.</summary>
    public required ImmutableDictionary<string, int> Versions { get; init; }

    /// <summary>The present node, below those of the flows that called its flow.</summary>
    public required ImmutableArray<FlowPlace> Places { get; init; }

    public required FlowStage Stage { get; init; }

    /// <summary>RFC 5646 tag: prompts are played and texts spoken in it.</summary>
    public required string Language { get; init; }

    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What the caller has entered, and what was made from it: never said outside.</summary>
    public ImmutableDictionary<string, string> Entered { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Where each secret was asked for.</summary>
    public ImmutableDictionary<string, ImmutableArray<FlowPlace>> SecretsAskedAt { get; init; } =
        ImmutableDictionary<string, ImmutableArray<FlowPlace>>.Empty;

    [JsonIgnore]
    public ImmutableDictionary<string, string> Secrets { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Digits of the input that is under way.</summary>
    [JsonIgnore]
    public string Digits { get; init; } = "";

    /// <summary>Tries used at the present node.</summary>
    public int Tries { get; init; }

    /// <summary>How many nodes have been entered: names the visit that an answer from outside belongs to.</summary>
    public int Visits { get; init; }

    /// <summary>Keys that meant nothing.</summary>
    public int UselessKeys { get; init; }

    /// <summary>An agent has talked: the call is not queued again.</summary>
    public bool Talked { get; init; }

    /// <summary>The first fault that no exit took.</summary>
    public string? Fault { get; init; }

    /// <summary>How the flow ended: completed, released (after a talk) or failed.</summary>
    public string? Outcome { get; init; }

    [JsonIgnore]
    public FlowPlace Place => Places[^1];

    [JsonIgnore]
    public int Version => Versions[Flow];
}

/// <summary>A node of a flow.</summary>
public sealed record FlowPlace(string Flow, string Node);

/// <summary>What the present node waits for.</summary>
public enum FlowStage
{
    /// <summary>The end of its prompts, or a key that cuts them off.</summary>
    Playing,

    /// <summary>A key, until the time is up.</summary>
    Listening,

    /// <summary>An answer of another system.</summary>
    Asking,

    /// <summary>The call is in a queue or with an agent, or its caller is offered a callback.</summary>
    Away,

    /// <summary>Nothing: the flow is over.</summary>
    Ended,
}

/// <summary>The documents of a call, in the versions with which it began, and the calendars.</summary>
public sealed record FlowBook
{
    /// <summary>The dialled number's flow.</summary>
    public required string Main { get; init; }

    public required IReadOnlyDictionary<string, FlowDocument> Documents { get; init; }

    public required ImmutableDictionary<string, int> Versions { get; init; }

    public IReadOnlyDictionary<string, OpeningCalendar> Calendars { get; init; } =
        new Dictionary<string, OpeningCalendar>();
}
