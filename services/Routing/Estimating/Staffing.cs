using CallCenter.Routing.Agents;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Estimating;

/// <summary>Who is at work for each queue, and which part of a queue's agents serves another one too.</summary>
public sealed class Staffing
{
    private readonly Dictionary<Guid, int> _agents = [];
    private readonly Dictionary<Guid, List<(Guid QueueId, double Part)>> _shared = [];

    /// <param name="kinds">Agents at work who can take the same calls, and how many they are.</param>
    /// <param name="queues">All queues.</param>
    /// <param name="now">When it is so.</param>
    public Staffing(
        IReadOnlyList<(Agent Agent, int Count)> kinds, IReadOnlyCollection<Queue> queues, DateTimeOffset now)
    {
        var serving = queues.ToDictionary(queue => queue.QueueId, queue => Serving(kinds, queue.At(now)));
        foreach (var (queueId, own) in serving)
        {
            var count = Count(kinds, own);
            _agents.Add(queueId, count);
            _shared.Add(queueId, count == 0 ? [] :
            [
                .. serving.Where(other => other.Key != queueId)
                    .Select(other => (other.Key, Part: Count(kinds, own.Intersect(other.Value)) / (double)count))
                    .Where(other => other.Part > 0),
            ]);
        }
    }

    public int AgentsOf(Guid queueId) => _agents.GetValueOrDefault(queueId);

    /// <summary>The other queues that the agents of one serve too, and which part of them does.</summary>
    public IReadOnlyList<(Guid QueueId, double Part)> SharedBy(Guid queueId) =>
        _shared.TryGetValue(queueId, out var shared) ? shared : [];

    /// <summary>Who may take a call that has just come and brings no wishes of its own.</summary>
    private static HashSet<int> Serving(IReadOnlyList<(Agent Agent, int Count)> kinds, Queue queue)
    {
        var demand = Demand.Of(queue, step: 0);
        return [.. Enumerable.Range(0, kinds.Count).Where(kind => demand.WhyNever(kinds[kind].Agent) is null)];
    }

    private static int Count(IReadOnlyList<(Agent Agent, int Count)> kinds, IEnumerable<int> which) =>
        which.Sum(kind => kinds[kind].Count);
}
