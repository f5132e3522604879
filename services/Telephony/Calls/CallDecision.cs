using CallCenter.Telephony.Callbacks;

namespace CallCenter.Telephony.Calls;

/// <summary>What follows from an input: the next state, the events to say and the orders to give.</summary>
/// <param name="Call">The next state.</param>
/// <param name="Events">Contracts to publish with it.</param>
/// <param name="Orders">What the switch is told, in this order.</param>
public sealed record CallDecision(Call Call, IReadOnlyList<object> Events, IReadOnlyList<SwitchOrder> Orders)
{
    /// <summary>What came of controls.</summary>
    public IReadOnlyList<ControlAnswer> Answers { get; init; } = [];

    /// <summary>Who is to be called back, if somebody has asked for it.</summary>
    public Callback? Callback { get; init; }

    /// <summary>Nothing follows.</summary>
    public static CallDecision Nothing(Call call) => new(call, [], []);
}

/// <summary>What came of a control.</summary>
/// <param name="ControlId">The control.</param>
/// <param name="Outcome">done, or why not.</param>
public sealed record ControlAnswer(Guid ControlId, string Outcome);

/// <summary>Settings that the rules of a call need.</summary>
public sealed record CallSettings
{
    /// <summary>Language of announcements before the language of the call is known.</summary>
    public string DefaultLanguage { get; init; } = "en";

    public string UnknownNumberMedia { get; init; } = "callcenter/unknown-number";

    public string NotRoutableMedia { get; init; } = "callcenter/not-routable";

    /// <summary>Told instead when the queue is closed.</summary>
    public string ClosedMedia { get; init; } = "callcenter/closed";

    /// <summary>Told to a customer who has answered a callback.</summary>
    public string CallbackMedia { get; init; } = "callcenter/callback";

    public string SurveyMedia { get; init; } = "callcenter/survey";

    public string ThanksMedia { get; init; } = "callcenter/thanks";

    /// <summary>Heard before a message is recorded.</summary>
    public string BeepMedia { get; init; } = "callcenter/beep";

    /// <summary>How long the caller has for a key after the question.</summary>
    public TimeSpan SurveyTime { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How often the question is asked before we give up.</summary>
    public int SurveyAsks { get; init; } = 2;

    /// <summary>A prompt that has not come to its end by then is taken as finished.</summary>
    public TimeSpan PromptLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Longest ringing obeyed, whatever the order says.</summary>
    public TimeSpan RingLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Longest wait in a queue.</summary>
    public TimeSpan QueueLimit { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Longest time between picking up and being put through.</summary>
    public TimeSpan JoinLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where digits go that an agent must not know; null: none are collected.</summary>
    public Uri? EntryUri { get; init; }

    /// <summary>Time for the caller to enter them.</summary>
    public TimeSpan EntryTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Time for whoever receives them.</summary>
    public TimeSpan EntryAnswerTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest pause of a recording.</summary>
    public TimeSpan RecordingPauseLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a third party's or a supervisor's phone rings.</summary>
    public TimeSpan TransferRingTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a caller waits for the agent to whom they are handed.</summary>
    public TimeSpan TransferWaitTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long Routing may look for an agent of a queue whom another agent asks.</summary>
    public TimeSpan ConsultWaitTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a talk waits for an agent whose phone is gone.</summary>
    public TimeSpan ReconnectTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Beginnings of the numbers that may be dialled; none: no callback is offered.</summary>
    public IReadOnlyList<string> DialAllowed { get; init; } = [];

    /// <summary>Country code before numbers that are typed in their national form; empty: there is none.</summary>
    public string CountryCode { get; init; } = "";

    /// <summary>By this the reference of a typed number is made.</summary>
    public ReadOnlyMemory<byte> CallerKey { get; init; }

    /// <summary>Where the sentences for waiting callers lie.</summary>
    public string SoundFolder { get; init; } = "callcenter";

    /// <summary>How long a caller has for a key, or for the next digit, while a callback is offered.</summary>
    public TimeSpan OfferTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From entering a queue to the first look at what the caller is to be told.</summary>
    public TimeSpan FirstLook { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a hang-up may take before it is ordered again.</summary>
    public TimeSpan HangUpLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a hang-up is ordered before the call counts as ended.</summary>
    public int HangUpTries { get; init; } = 3;
}
