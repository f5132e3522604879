using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Figures;

/// <summary>
/// A random day of a small centre as streams of events: what one service says of one subject, in its order. How the
/// streams interleave is left to who reads them, as it is left to the network.
/// </summary>
internal sealed partial class RandomDay
{
    public static readonly Guid[] Queues = [Id(9_001), Id(9_002), Id(9_003)];
    private static readonly string[] _reasons = ["no-answer", "rejected", "unreachable", "late"];

    private readonly Random _random;
    private int _assignments;

    private RandomDay(Random random) => _random = random;

    /// <summary>Each stream: events with their place in what its service said.</summary>
    public List<List<(long Id, object Event)>> Streams { get; } = [];

    public static RandomDay Of(Random random, int calls, int agents)
    {
        var day = new RandomDay(random);
        for (var i = 0; i < calls; i++)
        {
            day.AddCall(Id(20_000 + i), random.Next(0, 3_600));
        }

        for (var i = 1; i <= agents; i++)
        {
            day.AddAgent(Id(i));
        }

        var id = 0L;
        for (var i = 0; i < day.Streams.Count; i++)
        {
            day.Streams[i] = [.. day.Streams[i].Select(one => (++id, one.Event))];
        }

        return day;
    }

    /// <summary>One of the possible orders of arrival; some events come again later.</summary>
    public IReadOnlyList<(long Id, object Event)> Interleave(Random random, bool copies)
    {
        var left = Streams.Where(stream => stream.Count > 0)
            .Select(stream => new Queue<(long, object)>(stream)).ToList();
        var order = new List<(long, object)>();
        while (left.Count > 0)
        {
            var next = left[random.Next(left.Count)];
            order.Add(next.Dequeue());
            if (next.Count == 0)
            {
                left.Remove(next);
            }

            if (copies && random.Next(4) == 0)
            {
                order.Add(order[random.Next(order.Count)]);
            }
        }

        return order;
    }

    private void AddCall(Guid call, double at)
    {
        var (telephony, routing) = (Stream(), Stream());
        var queue = Queues[_random.Next(Queues.Length)];
        var callback = _random.Next(6) == 0 ? Id(600_000 + _random.Next(1_000)) : (Guid?)null;
        var place = callback is null ? at : at - 500;
        var named = queue;
        void Say(List<(long, object)> stream, object said) => stream.Add((0, said));
        void Enter() => Say(telephony, new CallQueued
        {
            CallId = call, QueueId = queue, QueuedAt = At(place), EnteredAt = place < at ? At(at) : null,
            CallbackId = callback, NumberId = Id(7), Language = "en",
        });

        Enter();
        if (_random.Next(8) == 0)
        {
            at += _random.Next(1, 30);
            queue = named = Queues[(Array.IndexOf(Queues, queue) + 1) % Queues.Length];
            place = at;
            Enter();
        }

        if (_random.Next(8) == 0)
        {
            // Routing has heard of the call when it says this; Telephony may not have heard of it at the end.
            var to = Queues[(Array.IndexOf(Queues, queue) + 1) % Queues.Length];
            at += _random.Next(1, 30);
            Say(telephony, new CallMoved
            {
                CallId = call, FromQueueId = queue, ToQueueId = to, Reason = "overflow", QueuedAt = At(place),
                MovedAt = At(at),
            });
            queue = to;
            named = _random.Next(2) == 0 ? to : named;
        }

        if (_random.Next(8) == 0)
        {
            // Waited as long as its flow lets it, and comes back to its place a little later.
            var left = new CallLeftQueue { CallId = call, QueueId = queue, Reason = "timeout", LeftAt = At(at + 40) };
            Say(telephony, left);
            at += 45;
            named = queue;
            Enter();
        }

        for (var refusals = _random.Next(3); refusals > 0; refusals--)
        {
            Refuse(call, queue, at, telephony, routing);
        }

        Finish((call, queue, named, at), telephony, routing);
    }

    private void Finish(
        (Guid, Guid, Guid, double) of, List<(long, object)> telephony, List<(long, object)> routing)
    {
        var (call, queue, named, at) = of;
        void End(double after, string cause, bool abandoned) => telephony.Add((0, new CallEnded
        {
            CallId = call, Cause = cause, Abandoned = abandoned, QueueId = named, DurationMs = 0, QueuedMs = 0,
            TalkMs = 0, EndedAt = At(at + after),
        }));

        switch (_random.Next(10))
        {
            case 0:
                End(_random.NextDouble() * 40, "caller-hung-up", abandoned: true);
                break;
            case 1:
                End(_random.Next(1, 60), "callback", abandoned: false);
                break;
            case 2:
                End(60, "queue-timeout", abandoned: false);
                break;
            case 3:
                End(4, "not-routable", abandoned: false);
                // Routing has heard of the call when it says this, but perhaps not of its end.
                var refused = new CallNotRoutable
                    { CallId = call, QueueId = queue, Reason = "closed", DecidedAt = At(at + 1) };
                telephony.Insert(telephony.Count - _random.Next(2), (0, refused));
                break;
            case 4:
                // Routing has heard of the call when it says this.
                telephony.Add((0, new CallRepaired
                {
                    CallId = call, Kind = "call-never-ended", Done = _random.Next(2) == 0 ? "ended" : "matcher-woken",
                    RepairedAt = At(at + 1_000),
                }));
                break;
            default:
                Talk(call, queue, at, telephony, routing);
                if (_random.Next(2) == 0)
                {
                    Talk(call, queue, at + 400, telephony, routing);
                }

                End(900, "completed", abandoned: false);
                break;
        }
    }

    private void Refuse(
        Guid call, Guid queue, double at, List<(long, object)> telephony, List<(long, object)> routing)
    {
        var (assignment, agent) = Assign(call, queue, at, routing);
        if (_random.Next(4) > 0)
        {
            telephony.Add((0, new AssignmentDeclined
            {
                CallId = call, AssignmentId = assignment, AgentId = agent,
                Reason = _reasons[_random.Next(_reasons.Length)], DeclinedAt = At(at + 20),
            }));
        }

        if (_random.Next(3) == 0)
        {
            routing.Add((0, new AssignmentRescinded
            {
                CallId = call, AssignmentId = assignment, AgentId = agent,
                Reason = _random.Next(2) == 0 ? "expired" : "call-ended", RescindedAt = At(at + 25),
            }));
        }
    }

    private void Talk(
        Guid call, Guid queue, double at, List<(long, object)> telephony, List<(long, object)> routing)
    {
        var (assignment, agent) = Assign(call, queue, at, routing);
        var (wait, talk, wrapUp) = (_random.NextDouble() * 60, _random.Next(1, 300), _random.Next(0, 60));
        telephony.Add((0, new CallAnswered
        {
            CallId = call, AssignmentId = assignment, AgentId = agent, QueueId = queue, AnsweredAt = At(at + wait),
        }));
        if (_random.Next(3) == 0)
        {
            HandOn(call, agent, queue, at + wait + talk, telephony);
        }

        telephony.Add((0, new AgentReleased
        {
            CallId = call, AssignmentId = assignment, AgentId = agent, ReleasedBy = "agent", TalkMs = talk * 1_000,
            ReleasedAt = At(at + wait + talk),
        }));
        routing.Add((0, new CallWrappedUp
        {
            CallId = call, AssignmentId = assignment, AgentId = agent, QueueId = queue, DurationMs = wrapUp * 1_000,
            WrappedUpAt = At(at + wait + talk + wrapUp),
        }));
    }

    private (Guid Assignment, Guid Agent) Assign(Guid call, Guid queue, double at, List<(long, object)> routing)
    {
        var (assignment, agent) = (Id(500_000 + _assignments++), Id(_random.Next(1, 5)));
        routing.Add((0, new CallAssigned
        {
            CallId = call, AssignmentId = assignment, AgentId = agent, QueueId = queue, AssignedAt = At(at + 1),
            RingUntilAt = At(at + 21),
        }));
        return (assignment, agent);
    }

    private List<(long Id, object Event)> Stream()
    {
        var stream = new List<(long, object)>();
        Streams.Add(stream);
        return stream;
    }
}
