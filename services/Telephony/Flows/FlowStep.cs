namespace CallCenter.Telephony.Flows;

/// <summary>One decision of <see cref="FlowEngine"/> in the making.</summary>
internal sealed class FlowStep(FlowBook book, FlowState state, DateTimeOffset now)
{
    private readonly List<FlowOrder> _orders = [];
    private readonly List<FlowOutcome> _outcomes = [];

    public FlowBook Book { get; } = book;

    public DateTimeOffset Now { get; } = now;

    public FlowState State { get; set; } = state;

    /// <summary>Nodes entered upon this input.</summary>
    public int Steps { get; set; }

    public FlowNode Node => Book.Documents[State.Place.Flow].Nodes[State.Place.Node];

    public FlowDecision Decision => new(State, _orders, _outcomes);

    public void Order(FlowOrder order) => _orders.Add(order);

    public void Tell(FlowOutcome outcome) => _outcomes.Add(outcome);

    public void GoTo(string node) => State = State with
    {
        Places = State.Places.SetItem(State.Places.Length - 1, State.Place with { Node = node }),
    };

    public void Finish(string outcome)
    {
        State = State with { Stage = FlowStage.Ended, Outcome = outcome };
        Order(new FinishCall(outcome));
    }

    public void Play()
    {
        State = State with { Stage = FlowStage.Playing, Digits = "" };
        Order(new PlaySounds(Node.Prompts!, State.Language));
    }

    public void Listen(int milliseconds)
    {
        State = State with { Stage = FlowStage.Listening };
        Order(new ListenFor(TimeSpan.FromMilliseconds(milliseconds)));
    }

    /// <summary>What may be said outside.</summary>
    public string Sayable(string name) =>
        name == "language" ? State.Language : State.Variables.GetValueOrDefault(name, "");

    /// <summary>With what the caller has entered.</summary>
    public string Known(string name) => State.Entered.TryGetValue(name, out var value) ? value : Sayable(name);

    /// <summary>With secrets too.</summary>
    public string Anything(string name) => State.Secrets.TryGetValue(name, out var value) ? value : Known(name);
}
