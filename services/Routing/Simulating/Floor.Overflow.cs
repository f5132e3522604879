using CallCenter.Routing.Overflowing;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Simulating;

/// <summary>The part of the floor that sends calls away from where they may not stay.</summary>
public sealed partial class Floor
{
    private IReadOnlyList<HeldRule> _held = [];

    /// <summary>
    /// Sends away the calls that may not stay where they wait, as the worker of overflow does; the calls that no queue
    /// takes any more.
    /// </summary>
    /// <param name="now">When.</param>
    /// <param name="estimate">What a caller of a queue who came now would wait, if that is known.</param>
    public IReadOnlyList<Guid> Overflow(DateTimeOffset now, Func<Guid, long?>? estimate = null)
    {
        var queues = _queues.Values.Select(queue => queue.At(now)).ToDictionary(queue => queue.QueueId);
        var waiting = _index.Waiting.CountBy(call => call.QueueId!.Value).ToDictionary();
        _held =
        [
            .. queues.Values.SelectMany(queue => OverflowRules.Held(
                queue,
                _held,
                new QueueLoad
                {
                    Waiting = waiting.GetValueOrDefault(queue.QueueId),
                    EstimatedWaitMs = estimate?.Invoke(queue.QueueId),
                    Staffed = StaffingRules.Staffed(queue, Agents),
                },
                now)),
        ];
        var exits = new Exits(queues, _held, _index.Standing, now);
        List<Departure> left =
            [.. Waiting.OrderBy(call => call.EnteredAt).ToList().Select(exits.Leave).OfType<Departure>()];
        left.ForEach(departure => _index.Put(departure.Call));
        return [.. left.Where(one => one.Call.State != CallStates.Waiting).Select(one => one.Call.CallId)];
    }
}
