using System.Text.Json;
using System.Text.Json.Serialization;

namespace CallCenter.Routing.Queues;

/// <summary>
/// How the calls of a queue find their agents. Everything has a default: the longest idle, first come.
/// </summary>
public sealed record QueuePlan
{
    public const double DefaultScoreCap = 1_000;

    public static readonly QueuePlan Default = new();

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>
    /// longest-idle, best-skill, fewest-calls, round-robin, weighted or random: who of those who can take a call
    /// gets it.
    /// </summary>
    public string Policy { get; init; } = Policies.LongestIdle;

    /// <summary>What the policy "weighted" counts.</summary>
    public PolicyWeights Weights { get; init; } = new();

    /// <summary>Points that a call gains with each minute of waiting: 0 to 1,000.</summary>
    public double Acceleration { get; init; }

    /// <summary>Points that every call of the queue has more than its priority: 0 to 10,000.</summary>
    public int Raise { get; init; }

    /// <summary>The highest score: calls that reached it are served by age. 1 to 1,000,000.</summary>
    public double ScoreCap { get; init; } = DefaultScoreCap;

    /// <summary>The lowest level wanted of a skill of the queue, 1 to 5; 1 where it is not named.</summary>
    public IReadOnlyDictionary<string, int> Levels { get; init; } = new Dictionary<string, int>();

    /// <summary>Teams whose agents serve the queue; empty: all.</summary>
    public IReadOnlyList<string> Teams { get; init; } = [];

    /// <summary>Sites whose agents serve the queue; empty: all.</summary>
    public IReadOnlyList<string> Sites { get; init; } = [];

    /// <summary>The agent must speak the language of the call.</summary>
    public bool MatchLanguage { get; init; }

    /// <summary>How long a call waits for the agent it is meant for, while they are at work; 0: not at all.</summary>
    public int PreferredWaitMs { get; init; }

    /// <summary>The agent who talked with the caller no longer ago than this is meant; 0: never.</summary>
    public long LastAgentWithinMs { get; init; }

    /// <summary>Callers of a class who are kept for some agents.</summary>
    public IReadOnlyList<KeptClass> KeptClasses { get; init; } = [];

    /// <summary>What changes while a call waits, in the order of time: at most six.</summary>
    public IReadOnlyList<RoutingStep> Steps { get; init; } = [];

    /// <summary>How hard calls are spread; absent: like all others.</summary>
    public CareForAgents? Care { get; init; }

    /// <summary>Every call is offered a callback at once, before any step.</summary>
    public bool OfferCallback { get; init; }

    /// <summary>No call waits while a surge says so: callers are offered a callback instead.</summary>
    [JsonIgnore]
    public bool CallbackOnly { get; init; }

    /// <summary>When the queue is open; always when absent.</summary>
    public QueueHours? Hours { get; init; }

    /// <summary>How many calls may wait, and for how long.</summary>
    public QueueLimits Limits { get; init; } = new();

    /// <summary>What the queue is meant to reach.</summary>
    public ServiceTarget? Target { get; init; }

    /// <summary>When calls go elsewhere, the first rule that holds before the others: at most five.</summary>
    public IReadOnlyList<OverflowRule> Overflow { get; init; } = [];

    /// <summary>What callers are told while they wait; nothing but music when absent.</summary>
    public Announcements? Announcements { get; init; }

    /// <summary>What its calls can be about: agents name one of them. Empty: they write a word of theirs.</summary>
    public IReadOnlyList<Disposition> Dispositions { get; init; } = [];

    /// <summary>Changes prepared for a rush.</summary>
    public Surge? Surge { get; init; }

    /// <summary>Whether a call in that step is offered a callback.</summary>
    public bool OffersCallback(int step) => OfferCallback || Steps.Take(step).Any(one => one.OfferCallback);

    public static QueuePlan Read(string json) => JsonSerializer.Deserialize<QueuePlan>(json, _json) ?? Default;

    public string Write() => JsonSerializer.Serialize(this, _json);
}

/// <summary>What the policy "weighted" makes of each measure; every measure lies between 0 and 1.</summary>
public sealed record PolicyWeights
{
    /// <summary>Weight of the idle time: 1 is reached at ten minutes.</summary>
    public double Idle { get; init; } = 1;

    /// <summary>Weight of the mean level of the wanted skills.</summary>
    public double Skill { get; init; } = 1;

    /// <summary>Weight of having served few calls: 1 is none, a half is ten.</summary>
    public double Calls { get; init; } = 1;
}

/// <summary>Callers of this class get agents of these teams and sites only.</summary>
public sealed record KeptClass
{
    public required string Class { get; init; }

    public IReadOnlyList<string> Teams { get; init; } = [];

    public IReadOnlyList<string> Sites { get; init; } = [];

    /// <summary>For how long the call is kept for them; absent: as long as it waits.</summary>
    public int? WaitMs { get; init; }
}

/// <summary>What changes when a call has waited so long.</summary>
public sealed record RoutingStep
{
    public required int AfterMs { get; init; }

    /// <summary>Skills that are no longer wanted.</summary>
    public IReadOnlyList<string> Drop { get; init; } = [];

    /// <summary>Skills of which a lower level is enough from now on.</summary>
    public IReadOnlyDictionary<string, int> Lower { get; init; } = new Dictionary<string, int>();

    /// <summary>Teams that serve the call as well from now on.</summary>
    public IReadOnlyList<string> AddTeams { get; init; } = [];

    /// <summary>Sites that serve the call as well from now on.</summary>
    public IReadOnlyList<string> AddSites { get; init; } = [];

    /// <summary>Points added to the call's score.</summary>
    public int Raise { get; init; }

    /// <summary>The caller is offered a callback from now on.</summary>
    public bool OfferCallback { get; init; }
}
