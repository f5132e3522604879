namespace CallCenter.Routing.Estimating;

/// <summary>The order in which waiting calls are served, and what each of them finds ahead.</summary>
public static class LineRules
{
    /// <summary>
    /// The places of all calls, in their order: the highest score first, of equal ones the oldest. Position counts the
    /// calls of the same queue; ahead also what the calls of other queues take of the agents that both share.
    /// </summary>
    public static IReadOnlyList<Place> LineUp(IEnumerable<InLine> calls, Staffing staffing)
    {
        var positions = new Dictionary<Guid, int>();
        var ahead = new Dictionary<Guid, double>();
        var places = new List<Place>();
        foreach (var call in calls.Order(Comparer<InLine>.Create(InOrder)))
        {
            var position = positions.GetValueOrDefault(call.QueueId);
            places.Add(new Place(call, position + 1, ahead.GetValueOrDefault(call.QueueId)));
            if (call.Asks)
            {
                continue;
            }

            positions[call.QueueId] = position + 1;
            ahead[call.QueueId] = ahead.GetValueOrDefault(call.QueueId) + 1;
            foreach (var (queueId, part) in staffing.SharedBy(call.QueueId))
            {
                ahead[queueId] = ahead.GetValueOrDefault(queueId) + part;
            }
        }

        return places;
    }

    private static int InOrder(InLine one, InLine other)
    {
        var order = other.Score.CompareTo(one.Score);
        order = order != 0 ? order : one.QueuedAt.CompareTo(other.QueuedAt);
        return order != 0 ? order : one.CallId.CompareTo(other.CallId);
    }
}

/// <summary>A call in the line. One that only asks where it would stand counts for no other.</summary>
public readonly record struct InLine(Guid CallId, Guid QueueId, double Score, DateTimeOffset QueuedAt, bool Asks);

/// <summary>Where a call stands: 1 is the next of its queue.</summary>
public sealed record Place(InLine Call, int Position, double Ahead);
