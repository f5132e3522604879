using CallCenter.Routing.Queues;

namespace CallCenter.Routing.Surges;

/// <summary>Which queues a surge is switched on for.</summary>
public static class SurgeRules
{
    private const long ShortestMs = 60_000;
    private const long LongestMs = 7L * 86_400_000;

    public static (string Field, string Rule)? Problem(long forMs) =>
        forMs is < ShortestMs or > LongestMs ? ("forMs", "must be 60000 to 604800000 (a week)") : null;

    /// <summary>The queues named that have a surge prepared, or all that have; the first name that is wrong.</summary>
    public static (IReadOnlyList<Queue> Chosen, (string Field, string Rule)? Problem) Choose(
        IReadOnlyList<Queue> all, IReadOnlyList<Guid>? named)
    {
        for (var i = 0; i < named?.Count; i++)
        {
            var queue = all.FirstOrDefault(one => one.QueueId == named[i]);
            if (queue?.Plan.Surge is null)
            {
                return ([], ($"queues[{i}]", queue is null ? "is not a queue" : "has no surge prepared"));
            }
        }

        return ([.. all.Where(queue => queue.Plan.Surge is not null && named?.Contains(queue.QueueId) != false)], null);
    }
}
