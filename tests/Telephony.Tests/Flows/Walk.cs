using System.Text.Json;
using CallCenter.Telephony.Flows;
using Xunit;

namespace CallCenter.Telephony.Tests.Flows;

/// <summary>
/// A file of <c>walks</c>: flows, calendars, what happens and what must follow. <c>flow</c> (or <c>flows</c>, the one
/// named main first) holds documents; each entry of <c>walk</c> has an input and the lines that <c>expect</c> says.
/// </summary>
public sealed record Walk
{
    public JsonElement? Flow { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? Flows { get; init; }

    public IReadOnlyList<OpeningCalendar> Calendars { get; init; } = [];

    public string Language { get; init; } = "en";

    public string? Campaign { get; init; }

    public DateTimeOffset At { get; init; } = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Variables that must never be found in the stored state.</summary>
    public string? NeverStored { get; init; }

    public required IReadOnlyList<WalkStep> Steps { get; init; }
}

/// <summary>One input; the first entry of a walk has none: the flow begins.</summary>
public sealed record WalkStep
{
    /// <summary>Keys pressed one after the other.</summary>
    public string? Keys { get; init; }

    /// <summary>How often the keys are pressed.</summary>
    public int Times { get; init; } = 1;

    /// <summary>played, unplayable, timeUp, or reentered by another owner.</summary>
    public string? Event { get; init; }

    /// <summary>How the call comes back from its queue.</summary>
    public string? Back { get; init; }

    /// <summary>What another system answers.</summary>
    public IReadOnlyDictionary<string, string>? Web { get; init; }

    /// <summary>Another system gives no good answer.</summary>
    public bool WebFails { get; init; }

    /// <summary>The answer belongs to an earlier visit.</summary>
    public bool Late { get; init; }

    public required IReadOnlyList<string> Expect { get; init; }
}

/// <summary>Takes a walk and says in lines what came of it.</summary>
internal sealed class Walker
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);
    private readonly FlowBook _book;
    private readonly DateTimeOffset _now;
    private FlowState _state;

    public Walker(Walk walk)
    {
        var documents = (walk.Flows ?? new Dictionary<string, JsonElement> { ["main"] = walk.Flow!.Value })
            .ToDictionary(flow => flow.Key, flow => Read(flow.Value));
        _book = new FlowBook
        {
            Main = "main",
            Documents = documents,
            Versions = System.Collections.Immutable.ImmutableDictionary.CreateRange(
                documents.Keys.Select(name => KeyValuePair.Create(name, 1))),
            Calendars = walk.Calendars.ToDictionary(calendar => calendar.Name),
        };
        _now = walk.At;
        var begun = FlowEngine.Begin(_book, walk.Language, walk.Campaign, callerKnown: true, _now);
        _state = begun.State;
        Lines = [.. Describe(begun)];
    }

    public IReadOnlyList<string> Lines { get; private set; }

    public string Stored => JsonSerializer.Serialize(_state, _json);

    public void Take(WalkStep step)
    {
        var lines = new List<string>();
        for (var time = 0; time < step.Times; time++)
        {
            foreach (var input in Inputs(step))
            {
                if (input is Reentered)
                {
                    _state = JsonSerializer.Deserialize<FlowState>(Stored, _json)!;
                }

                var decision = FlowEngine.Step(_book, _state, input, _now);
                _state = decision.State;
                lines.AddRange(Describe(decision));
            }
        }

        Lines = lines;
    }

    private static FlowDocument Read(JsonElement json)
    {
        var (document, problems) = FlowReading.Read(json);
        Assert.Empty(problems);
        Assert.Empty(FlowRules.Problems(document!));
        return document!;
    }

    private IEnumerable<FlowInput> Inputs(WalkStep step) => step switch
    {
        { Keys: { } keys } => keys.Select(key => new KeyEntered(key)),
        { Back: { } exit } => [new CameBack(exit)],
        { Web: { } values } => [new WebAnswered(_state.Visits - (step.Late ? 1 : 0), values)],
        { WebFails: true } => [new WebAnswered(_state.Visits, null)],
        { Event: "played" } => [new PromptsEnded(Failed: false)],
        { Event: "unplayable" } => [new PromptsEnded(Failed: true)],
        { Event: "timeUp" } => [new TimeUp()],
        { Event: "reentered" } => [new Reentered()],
        _ => throw new InvalidDataException("a step without input"),
    };

    private static IEnumerable<string> Describe(FlowDecision decision) =>
        decision.Outcomes.Select(Describe).Concat(decision.Orders.Select(Describe));

    private static string Describe(FlowOutcome outcome) => outcome switch
    {
        NodeEntered entered when entered.Place.Flow == "main" => $"at {entered.Place.Node}",
        NodeEntered entered => $"at {entered.Place.Flow}/{entered.Place.Node}",
        MilestoneReached reached => $"milestone {reached.Milestone}",
        ScoreGiven given => $"score {given.Question} {given.Score}",
        FaultMet met => $"fault {met.Fault}",
        _ => throw new InvalidDataException(outcome.ToString()),
    };

    private static string Describe(FlowOrder order) => order switch
    {
        PlaySounds play => $"play {string.Join(',', play.Sounds)} {play.Language}",
        SpeakText speak => $"speak {speak.Language}: {speak.Text}",
        StopSounds => "stop",
        ListenFor listen => $"listen {listen.Time.TotalMilliseconds}",
        AskWeb ask => $"{ask.Method} {ask.Url}{Members(ask.Body)} within {ask.Limit.TotalMilliseconds}",
        OfferCallback offer => $"callback {offer.Queue.ToString()[^3..]} priority {offer.Priority}"
            + string.Concat(offer.Skills.Select(skill => $" skill {skill}")),
        EnterQueue queue => $"queue {queue.Queue.ToString()[^3..]}"
            + (queue.Agent is { } agent ? $" agent {agent.ToString()[^3..]}" : "")
            + (queue.Priority is { } priority ? $" priority {priority}" : "")
            + string.Concat(queue.Skills.Select(skill => $" skill {skill}")) + Members(queue.Attributes)
            + (queue.Limit is { } limit ? $" limit {limit.TotalMilliseconds}" : ""),
        DialNumber dial => $"dial {dial.Number}",
        TakeMessage message => $"message {message.Queue.ToString()[^3..]} limit {message.Limit.TotalMilliseconds}"
            + $" silence {message.Silence.TotalMilliseconds}",
        FinishCall finish => $"finish {finish.Outcome}",
        _ => throw new InvalidDataException(order.ToString()),
    };

    private static string Members(IReadOnlyDictionary<string, string>? members) =>
        string.Concat((members ?? new Dictionary<string, string>()).Select(m => $" {m.Key}={m.Value}"));
}
