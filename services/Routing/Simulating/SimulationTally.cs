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

    public void Refused(SimulatedCall call, DateTimeOffset at) => Count(call)?.Refuse(at - call.ArrivesAt);

    public void Answered(SimulatedCall call, Guid agentId, DateTimeOffset at, TimeSpan busy)
    {
        Count(call)?.Answer(at - call.ArrivesAt, call.Priority, call.Hard);
        if (at >= day.CountFrom)
        {
            _agents[agentId].Work(busy, call.Hard);
        }
    }

    /// <summary>From then on the agent is idle, able to take a call, or no longer.</summary>
    public void Idle(Guid agentId, bool idle, DateTimeOffset at) =>
        _agents[agentId].Rest(idle, at < day.CountFrom ? day.CountFrom : at);

    public SimulationResult Result(DateTimeOffset endedAt)
    {
        foreach (var agent in _agents.Values)
        {
            agent.Rest(idle: false, endedAt);
        }

        return new()
        {
            Queues = [.. _queues.Values],
            Agents = [.. _agents.Values],
            Counted = endedAt - day.CountFrom,
        };
    }

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

    /// <summary>Calls that waited and were then sent away.</summary>
    public int Refused => Queues.Sum(queue => queue.Refused);

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

    /// <summary>On contact / (on contact + idle), of all agents: hours off shift are neither.</summary>
    public double Occupancy =>
        Agents.Sum(agent => agent.BusySeconds)
        / Math.Max(1, Agents.Sum(agent => agent.BusySeconds + agent.IdleSeconds));

    /// <summary>Answered in time over answered and abandoned after the short threshold.</summary>
    public double ServiceLevel(double withinSeconds, double shortSeconds) =>
        AnswerWaits.Count(wait => wait <= withinSeconds)
        / (double)Math.Max(1, AnswerWaits.Count() + Queues.Sum(
            queue => queue.AbandonWaits.Count(wait => wait > shortSeconds)));

    /// <summary>How evenly the work of an hour on shift is spread over those who had one.</summary>
    public double Fairness => Evenness(
        [.. Agents.Where(agent => agent.BusySeconds + agent.IdleSeconds > 0).Select(agent => agent.Occupancy)]);

    /// <summary>Mean wait in seconds of the hard calls that were answered.</summary>
    public double HardWait =>
        Queues.Sum(queue => queue.HardWaitSum) / Math.Max(1, Queues.Sum(queue => queue.HardAnswered));

    /// <summary>How evenly the hard calls are spread over the agents who were there for any call.</summary>
    public double HardFairness =>
        Evenness([.. Agents.Where(agent => agent.Calls > 0).Select(agent => (double)agent.HardCalls)]);

    /// <summary>1 is equal, 1/n is all on one (Jain's index).</summary>
    private static double Evenness(IReadOnlyList<double> shares)
    {
        var squares = shares.Sum(share => share * share);
        return squares == 0 ? 1 : shares.Sum() * shares.Sum() / (shares.Count * squares);
    }
}

/// <summary>What happened in a queue; waits in seconds.</summary>
public sealed class QueueTally(string name)
{
    private readonly List<double> _answerWaits = [];
    private readonly List<double> _abandonWaits = [];
    private readonly Dictionary<int, (int Count, double Sum)> _byPriority = [];
    private double _hardWait;

    public string Name => name;

    public int Offered { get; private set; }

    public int Blocked { get; private set; }

    /// <summary>Calls that waited and were then sent away.</summary>
    public int Refused { get; private set; }

    public double WaitSum { get; private set; }

    public IReadOnlyList<double> AnswerWaits => _answerWaits;

    public IReadOnlyList<double> AbandonWaits => _abandonWaits;

    /// <summary>Hard calls that were answered.</summary>
    public int HardAnswered { get; private set; }

    /// <summary>What they waited, in all.</summary>
    public double HardWaitSum => _hardWait;

    /// <summary>Mean wait of the answered calls of a priority.</summary>
    public double MeanWaitOf(int priority) =>
        _byPriority.TryGetValue(priority, out var tally) ? tally.Sum / tally.Count : 0;

    internal void Offer() => Offered++;

    internal void Block() => Blocked++;

    internal void Refuse(TimeSpan wait)
    {
        Refused++;
        WaitSum += wait.TotalSeconds;
    }

    internal void Answer(TimeSpan wait, int priority, bool hard)
    {
        _answerWaits.Add(wait.TotalSeconds);
        _hardWait += hard ? wait.TotalSeconds : 0;
        HardAnswered += hard ? 1 : 0;
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
    private int _row;
    private DateTimeOffset? _idleSince;

    public Guid AgentId => agentId;

    public int Calls { get; private set; }

    /// <summary>On contact: talk and the work after it.</summary>
    public double BusySeconds { get; private set; }

    /// <summary>Idle and able to take a call.</summary>
    public double IdleSeconds { get; private set; }

    /// <summary>On contact / (on contact + idle).</summary>
    public double Occupancy => BusySeconds / (BusySeconds + IdleSeconds);

    /// <summary>Calls that were hard on the agent.</summary>
    public int HardCalls { get; private set; }

    /// <summary>The most of them in a row.</summary>
    public int LongestRow { get; private set; }

    internal void Rest(bool idle, DateTimeOffset at)
    {
        if (idle)
        {
            _idleSince ??= at;
        }
        else if (_idleSince is { } since)
        {
            IdleSeconds += Math.Max(0, (at - since).TotalSeconds);
            _idleSince = null;
        }
    }

    internal void Work(TimeSpan busy, bool hard)
    {
        Calls++;
        BusySeconds += busy.TotalSeconds;
        HardCalls += hard ? 1 : 0;
        _row = hard ? _row + 1 : 0;
        LongestRow = Math.Max(LongestRow, _row);
    }
}
