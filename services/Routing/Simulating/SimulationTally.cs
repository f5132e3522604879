namespace CallCenter.Routing.Simulating;

/// <summary>Counts what happens in a simulation, from the instant that counts on.</summary>
internal sealed class SimulationTally(SimulatedDay day)
{
    private readonly Dictionary<Guid, QueueTally> _queues =
        day.Queues.ToDictionary(queue => queue.QueueId, queue => new QueueTally(queue.Name));

    private readonly Dictionary<Guid, AgentTally> _agents =
        day.Agents.ToDictionary(one => one.Agent.AgentId, one => new AgentTally(one.Agent.AgentId));

    public void Offered(SimulatedCall call) => Count(call)?.Offer();

    public void Blocked(SimulatedCall call) => Count(call)?.Block();

    public void Abandoned(SimulatedCall call, DateTimeOffset at) => Count(call)?.Abandon(at - call.ArrivesAt);

    public void Answered(SimulatedCall call, Guid agentId, DateTimeOffset at, TimeSpan busy)
    {
        Count(call)?.Answer(at - call.ArrivesAt, call.Priority);
        if (at >= day.CountFrom)
        {
            _agents[agentId].Work(busy);
        }
    }

    public SimulationResult Result(DateTimeOffset endedAt) => new()
    {
        Queues = [.. _queues.Values],
        Agents = [.. _agents.Values],
        Counted = endedAt - day.CountFrom,
    };

    private QueueTally? Count(SimulatedCall call) =>
        call.ArrivesAt < day.CountFrom ? null : _queues[call.QueueId];
}

/// <summary>What a simulation came to.</summary>
public sealed record SimulationResult
{
    public required IReadOnlyList<QueueTally> Queues { get; init; }

    public required IReadOnlyList<AgentTally> Agents { get; init; }

    /// <summary>The time that was counted.</summary>
    public required TimeSpan Counted { get; init; }

    /// <summary>How far each way to estimate a wait was from what happened; empty unless it was asked for.</summary>
    public IReadOnlyList<EstimateTally> Estimates { get; init; } = [];

    public int Offered => Queues.Sum(queue => queue.Offered);

    public int Blocked => Queues.Sum(queue => queue.Blocked);

    public int Abandoned => Queues.Sum(queue => queue.AbandonWaits.Count);

    public IEnumerable<double> AnswerWaits => Queues.SelectMany(queue => queue.AnswerWaits);

    /// <summary>Mean wait in seconds of all who waited, answered or not.</summary>
    public double MeanWait => Queues.Sum(queue => queue.WaitSum) / Math.Max(1, Offered);

    /// <summary>Mean wait in seconds of those who were answered.</summary>
    public double AverageSpeedOfAnswer => AnswerWaits.DefaultIfEmpty(0).Average();

    /// <summary>Share of those offered who waited at all.</summary>
    public double Delayed =>
        Queues.Sum(queue => queue.AnswerWaits.Count(wait => wait > 0) + queue.AbandonWaits.Count)
        / (double)Math.Max(1, Offered);

    public double AbandonShare => Abandoned / (double)Math.Max(1, Offered);

    /// <summary>Busy time over time, of all agents.</summary>
    public double Utilisation => Agents.Sum(agent => agent.BusySeconds) / (Agents.Count * Counted.TotalSeconds);

    /// <summary>Answered in time over answered and abandoned after the short threshold.</summary>
    public double ServiceLevel(double withinSeconds, double shortSeconds) =>
        AnswerWaits.Count(wait => wait <= withinSeconds)
        / (double)Math.Max(1, AnswerWaits.Count() + Queues.Sum(
            queue => queue.AbandonWaits.Count(wait => wait > shortSeconds)));

    /// <summary>How evenly the work is spread: 1 is equal, 1/n is all on one (Jain's index).</summary>
    public double Fairness
    {
        get
        {
            var sum = Agents.Sum(agent => agent.BusySeconds);
            var squares = Agents.Sum(agent => agent.BusySeconds * agent.BusySeconds);
            return squares == 0 ? 1 : sum * sum / (Agents.Count * squares);
        }
    }
}

/// <summary>What happened in a queue; waits in seconds.</summary>
public sealed class QueueTally(string name)
{
    private readonly List<double> _answerWaits = [];
    private readonly List<double> _abandonWaits = [];
    private readonly Dictionary<int, (int Count, double Sum)> _byPriority = [];

    public string Name => name;

    public int Offered { get; private set; }

    public int Blocked { get; private set; }

    public double WaitSum { get; private set; }

    public IReadOnlyList<double> AnswerWaits => _answerWaits;

    public IReadOnlyList<double> AbandonWaits => _abandonWaits;

    /// <summary>Mean wait of the answered calls of a priority.</summary>
    public double MeanWaitOf(int priority) =>
        _byPriority.TryGetValue(priority, out var tally) ? tally.Sum / tally.Count : 0;

    internal void Offer() => Offered++;

    internal void Block() => Blocked++;

    internal void Answer(TimeSpan wait, int priority)
    {
        _answerWaits.Add(wait.TotalSeconds);
        WaitSum += wait.TotalSeconds;
        var (count, sum) = _byPriority.GetValueOrDefault(priority);
        _byPriority[priority] = (count + 1, sum + wait.TotalSeconds);
    }

    internal void Abandon(TimeSpan wait)
    {
        _abandonWaits.Add(wait.TotalSeconds);
        WaitSum += wait.TotalSeconds;
    }
}

/// <summary>What an agent did.</summary>
public sealed class AgentTally(Guid agentId)
{
    public Guid AgentId => agentId;

    public int Calls { get; private set; }

    public double BusySeconds { get; private set; }

    internal void Work(TimeSpan busy)
    {
        Calls++;
        BusySeconds += busy.TotalSeconds;
    }
}
