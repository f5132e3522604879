using CallCenter.Routing.Assignments;
using CallCenter.Routing.Estimating;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Simulating;

/// <summary>
/// Tells each call that finds nobody free how long it will wait, by the production rules and by three ways that are
/// in use elsewhere, and measures all of them against what happened.
/// </summary>
internal sealed class SimulatedEstimates(Floor floor, IReadOnlyList<Queue> queues)
{
    private const int LastTen = 10;

    private readonly Dictionary<Guid, Queue> _queues = queues.ToDictionary(queue => queue.QueueId);
    private readonly Dictionary<Guid, QueuePace> _paces =
        queues.ToDictionary(queue => queue.QueueId, queue => new QueuePace { QueueId = queue.QueueId });

    private readonly Dictionary<Guid, Queue<double>> _lastTen =
        queues.ToDictionary(queue => queue.QueueId, _ => new Queue<double>());

    private readonly Dictionary<Guid, Told> _told = [];
    private readonly Dictionary<Guid, (DateTimeOffset At, double RingingMs)> _answered = [];
    private readonly Dictionary<Guid, EstimateTally> _errors =
        queues.ToDictionary(queue => queue.QueueId, queue => new EstimateTally(queue.Name));

    private Staffing? _staffing;

    public IReadOnlyList<EstimateTally> Errors => [.. _errors.Values];

    /// <summary>Agents have come to work or left it.</summary>
    public void Staffed() => _staffing = null;

    public void Promise(WaitingCall call, DateTimeOffset now)
    {
        var queueId = call.QueueId!.Value;
        var place = LineRules.LineUp(floor.Waiting.Select(one => InLine(one, now)), Staff(now))
            .First(one => one.Call.CallId == call.CallId);
        var pace = _paces[queueId] with { Agents = Staff(now).AgentsOf(queueId) };
        if (EstimateRules.WaitMs(pace, place.Ahead) is not { } wait || _lastTen[queueId].Count < LastTen)
        {
            return;
        }

        var oldest = floor.Waiting.Where(one => one.QueueId == queueId).Min(one => one.QueuedAt!.Value);
        _told.Add(call.CallId, new Told(
            new Promise(wait, EstimateRules.ReckonMs(pace, place.Ahead)!.Value),
            _lastTen[queueId].Average(),
            _lastTen[queueId].Last(),
            (now - oldest).TotalMilliseconds));
    }

    /// <summary>What a caller who came now would wait.</summary>
    public long? NewCaller(Guid queueId, DateTimeOffset now)
    {
        var line = floor.Waiting.Select(one => InLine(one, now))
            .Append(new InLine(queueId, queueId, Score: 0, now, Asks: true));
        var place = LineRules.LineUp(line, Staff(now)).First(one => one.Call.Asks);
        return EstimateRules.WaitMs(_paces[queueId] with { Agents = Staff(now).AgentsOf(queueId) }, place.Ahead);
    }

    public void Answered(SimulatedCall call, Assignment assignment, DateTimeOffset now)
    {
        var waited = (now - call.ArrivesAt).TotalMilliseconds;
        _answered[assignment.AssignmentId] = (now, (now - assignment.AssignedAt).TotalMilliseconds);
        var waits = _lastTen[call.QueueId];
        waits.Enqueue(waited);
        if (waits.Count > LastTen)
        {
            waits.Dequeue();
        }

        if (_told.Remove(call.CallId, out var told))
        {
            _paces[call.QueueId] = PaceRules.Answered(_paces[call.QueueId], told.Promise, waited);
            _errors[call.QueueId].Add(waited, told.Promise.WaitMs, told.LastTenMs, told.LastMs, told.OldestMs);
        }
    }

    public void Left(SimulatedCall call, DateTimeOffset now)
    {
        _told.Remove(call.CallId);
        _paces[call.QueueId] = PaceRules.Left(_paces[call.QueueId], (now - call.ArrivesAt).TotalMilliseconds);
    }

    /// <summary>The agent is idle again.</summary>
    public void Freed(Assignment assignment, DateTimeOffset now)
    {
        _answered.Remove(assignment.AssignmentId, out var answered);
        _paces[assignment.QueueId] = PaceRules.Served(
            _paces[assignment.QueueId], answered.RingingMs, (now - assignment.AssignedAt).TotalMilliseconds);
    }

    private Staffing Staff(DateTimeOffset now) => _staffing ??= new Staffing(
        [.. floor.Agents.Where(MatchRules.AtWork).Select(agent => (agent, 1))], _queues.Values, now);

    private InLine InLine(WaitingCall call, DateTimeOffset now) => new(
        call.CallId, call.QueueId!.Value, ScoreRules.Score(call, _queues[call.QueueId!.Value].At(now).Plan, now),
        call.QueuedAt!.Value, Asks: false);

    /// <summary>What the call was told, and what others would have told it.</summary>
    private sealed record Told(Promise Promise, double LastTenMs, double LastMs, double OldestMs);
}

/// <summary>Mean absolute errors of the estimates in a queue, over the calls that waited and were answered.</summary>
public sealed class EstimateTally(string name)
{
    private double _ours;
    private double _bias;
    private double _lastTen;
    private double _last;
    private double _oldest;

    public string Name => name;

    /// <summary>Calls that were told an estimate and were answered.</summary>
    public int Count { get; private set; }

    /// <summary>Seconds, of the production rules.</summary>
    public double Ours => _ours / Math.Max(1, Count);

    /// <summary>Seconds by which the production rules promised too little.</summary>
    public double Bias => _bias / Math.Max(1, Count);

    /// <summary>Seconds, of the average wait of the last ten who were answered.</summary>
    public double LastTen => _lastTen / Math.Max(1, Count);

    /// <summary>Seconds, of the wait of the last who was answered.</summary>
    public double Last => _last / Math.Max(1, Count);

    /// <summary>Seconds, of the wait so far of the one who waits longest.</summary>
    public double Oldest => _oldest / Math.Max(1, Count);

    internal void Add(double waitedMs, double oursMs, double lastTenMs, double lastMs, double oldestMs)
    {
        Count++;
        _ours += Math.Abs(waitedMs - oursMs) / 1000;
        _bias += (waitedMs - oursMs) / 1000;
        _lastTen += Math.Abs(waitedMs - lastTenMs) / 1000;
        _last += Math.Abs(waitedMs - lastMs) / 1000;
        _oldest += Math.Abs(waitedMs - oldestMs) / 1000;
    }
}
