namespace CallCenter.Telephony.Flows;

/// <summary>What a property of a node holds.</summary>
public enum FlowKind
{
    Sounds,
    Template,
    Flag,
    Number,
    Key,
    Variable,
    Expression,
    Name,
    Language,
    Queue,
    Phone,
    Method,
    Url,
    Skills,
    Expressions,
    Templates,
    Paths,
}

/// <summary>A property of nodes.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Meaning">For the reader of the schema.</param>
/// <param name="Least">Of a number, the least that is allowed.</param>
/// <param name="Most">Of a number, the most.</param>
public sealed record FlowProperty(FlowKind Kind, string Meaning, int Least = 0, int Most = 0);

/// <summary>A type of node.</summary>
public sealed record FlowNodeType(string Meaning)
{
    public IReadOnlyList<string> Required { get; init; } = [];

    public IReadOnlyList<string> Optional { get; init; } = [];

    /// <summary>Of these there must be one, and no more.</summary>
    public IReadOnlyList<string> OneOf { get; init; } = [];

    /// <summary>Exits that must lead somewhere.</summary>
    public IReadOnlyList<string> Exits { get; init; } = [];

    /// <summary>Exits that may lead somewhere; what happens otherwise is said at the type.</summary>
    public IReadOnlyList<string> OptionalExits { get; init; } = [];

    /// <summary>Keys of the telephone are exits too.</summary>
    public bool TakesKeys { get; init; }

    /// <summary>Exits that cannot be taken without an act of the caller, or a wait: they end a loop's danger.</summary>
    public IReadOnlyList<string> Waits { get; init; } = [];
}

/// <summary>
/// Every word that a document may use. Validation and the published schema both read this table.
/// </summary>
public static class FlowWords
{
    public const string Keys = "0123456789*#";

    private static readonly string[] _failed = ["failed"];

    private static readonly FlowNodeType _callback = new(
        "Offers to call the caller back; a caller who takes it is told so and the call ends. declined follows without "
        + "a key, failed where nobody may be dialled.")
    {
        Required = ["queue"],
        Optional = ["priority", "skills"],
        Exits = ["declined"],
        OptionalExits = _failed,
        Waits = ["declined"],
    };

    private static readonly FlowNodeType _transfer = new(
        "Hands the caller on: to a queue, to an agent by way of a queue, or to a number. done follows when that talk "
        + "is over and the caller still there; without it the call ends. unreachable: nobody came in time; refused: "
        + "the queue or the number takes nobody, or may not be dialled.")
    {
        Optional = ["queue", "agent", "number", "priority", "skills", "limitMs"],
        OneOf = ["queue", "number"],
        OptionalExits = ["done", "busy", "unreachable", "refused"],
        Waits = ["done"],
    };

    private static readonly FlowNodeType _voicemail = new(
        "Plays prompts and a beep, then records what the caller says for the people of a queue, until # is pressed, "
        + "they fall silent, hang up, or the time is over. silent: nothing was said, and nothing is kept; without that "
        + "exit done follows.")
    {
        Required = ["prompts", "queue"],
        Optional = ["maxMs", "silenceMs"],
        Exits = ["done"],
        OptionalExits = ["silent", "failed"],
        Waits = ["done"],
    };

    public static IReadOnlyDictionary<string, FlowProperty> Properties { get; } = new Dictionary<string, FlowProperty>
    {
        ["prompts"] = new(FlowKind.Sounds, "Sounds played one after the other, such as callcenter/menu."),
        ["text"] = new(FlowKind.Template, "Spoken in the language of the call."),
        ["bargeIn"] = new(FlowKind.Flag, "Whether a key cuts the prompts off; true when absent."),
        ["timeoutMs"] = new(
            FlowKind.Number, "How long the node waits after its prompts, or for an answer; 5000 when absent.",
            100, 60_000),
        ["interDigitMs"] = new(FlowKind.Number, "Longest pause between two digits; 3000 when absent.", 500, 20_000),
        ["tries"] = new(FlowKind.Number, "How often the caller may try; 3 when absent.", 1, 5),
        ["min"] = new(FlowKind.Number, "Fewest digits; 1 when absent.", 1, 32),
        ["max"] = new(FlowKind.Number, "Most digits; the last one ends the input.", 1, 32),
        ["terminator"] = new(FlowKind.Key, "The key that ends the input; # when absent."),
        ["secret"] = new(
            FlowKind.Flag, "Digits that are kept in memory only, for conditions and bodies of requests alone."),
        ["variable"] = new(FlowKind.Variable, "Where the digits go."),
        ["set"] = new(FlowKind.Expressions, "Variables and what they become."),
        ["when"] = new(FlowKind.Expression, "The condition."),
        ["calendar"] = new(FlowKind.Name, "Name of a calendar."),
        ["method"] = new(FlowKind.Method, "GET or POST; GET when absent."),
        ["url"] = new(FlowKind.Url, "Address; values in {{ }} are escaped. Its host must be an allowed one."),
        ["body"] = new(FlowKind.Templates, "Members of the JSON object that is posted."),
        ["save"] = new(FlowKind.Paths, "Variables and the path in the answer where each is found: customer.tier."),
        ["language"] = new(FlowKind.Language, "Language of the call from here on: one of the document's languages."),
        ["queue"] = new(FlowKind.Queue, "UUID of the queue; of a callback or voicemail, of whose agents see to it."),
        ["agent"] = new(FlowKind.Queue, "UUID of the agent whom the queue asks before all others."),
        ["number"] = new(FlowKind.Phone, "E.164 number, one that the service may dial."),
        ["maxMs"] = new(FlowKind.Number, "Longest message; 120000 when absent.", 1_000, 600_000),
        ["silenceMs"] = new(FlowKind.Number, "Silence that ends a message; 4000 when absent.", 1_000, 30_000),
        ["priority"] = new(FlowKind.Expression, "Higher is served first, from -100 to 100; the number's when absent."),
        ["skills"] = new(FlowKind.Skills, "Skills wanted beside those of the queue and the number."),
        ["attributes"] = new(FlowKind.Templates, "Said with the queued call. Never what the caller has entered."),
        ["limitMs"] = new(
            FlowKind.Number, "Longest wait in the queue; the service's QueueLimit when absent.", 1_000, 43_200_000),
        ["question"] = new(FlowKind.Name, "Which question is answered; csat when absent."),
        ["flow"] = new(FlowKind.Name, "Name of the flow that is gone through."),
        ["milestone"] = new(FlowKind.Name, "An event says that the call has come to this node."),
    };

    public static IReadOnlyDictionary<string, FlowNodeType> Types { get; } = new Dictionary<string, FlowNodeType>
    {
        ["play"] = new("Plays prompts.")
        {
            Required = ["prompts"], Exits = ["done"], OptionalExits = _failed,
        },
        ["say"] = new("Speaks a text by the speech engine.")
        {
            Required = ["text"], Exits = ["done"], OptionalExits = _failed,
        },
        ["menu"] = new("Plays prompts and waits for one key. After the last try: timeout without, invalid with a key.")
        {
            Required = ["prompts"],
            Optional = ["bargeIn", "timeoutMs", "tries"],
            Exits = ["timeout", "invalid"],
            OptionalExits = _failed,
            TakesKeys = true,
            Waits = ["invalid"],
        },
        ["collect"] = new("Plays prompts and waits for digits. Too few are a wrong try.")
        {
            Required = ["prompts", "variable", "max"],
            Optional = ["min", "terminator", "secret", "bargeIn", "timeoutMs", "interDigitMs", "tries"],
            Exits = ["done", "timeout", "invalid"],
            OptionalExits = _failed,
            Waits = ["done", "invalid"],
        },
        ["set"] = new("Gives values to variables.") { Required = ["set"], Exits = ["done"] },
        ["if"] = new("Chooses by a condition.") { Required = ["when"], Exits = ["then", "else"] },
        ["calendar"] = new("Chooses by the opening hours.")
        {
            Required = ["calendar"], Exits = ["open", "closed", "holiday"],
        },
        ["http"] = new("Asks another system. No answer in time, a status other than 2xx or a missing path: failed.")
        {
            Required = ["url"],
            Optional = ["method", "body", "save", "timeoutMs"],
            Exits = ["done"],
            OptionalExits = _failed,
        },
        ["language"] = new("Changes the language.") { Required = ["language"], Exits = ["done"] },
        ["queue"] = new(
            "The call waits for an agent. connected follows when the agent has left and the caller is still there; "
            + "without it the call ends as it does without a flow.")
        {
            Required = ["queue"],
            Optional = ["priority", "skills", "attributes", "limitMs"],
            OptionalExits = ["connected", "timeout", "failed"],
            Waits = ["connected", "timeout"],
        },
        ["callback"] = _callback,
        ["transfer"] = _transfer,
        ["voicemail"] = _voicemail,
        ["csat"] = new("Asks for a score from 1 to 5.")
        {
            Required = ["prompts"],
            Optional = ["question", "timeoutMs", "tries"],
            Exits = ["done", "timeout", "invalid"],
            OptionalExits = _failed,
            Waits = ["done", "invalid"],
        },
        ["subflow"] = new("Goes through another flow and comes back at its return.")
        {
            Required = ["flow"], Exits = ["done"],
        },
        ["hangup"] = new("Ends the call."),
    };

    /// <summary>The exits of a node's type, keys included.</summary>
    public static bool HasExit(FlowNodeType type, string exit) =>
        type.Exits.Contains(exit) || type.OptionalExits.Contains(exit)
        || (type.TakesKeys && exit.Length == 1 && Keys.Contains(exit[0]));
}
