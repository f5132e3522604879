using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Simulating;

/// <summary>The queues, and those who come and go: transfers, overflow, asides, agents, surges, doors.</summary>
internal sealed partial class History
{
    private static readonly Guid _service = Id(9_002);
    private static readonly Guid _billing = Id(9_003);

    /// <summary>Calls that left a queue: the agent held for one is told of it later.</summary>
    private readonly HashSet<Guid> _left = [];

    private static readonly Dictionary<string, string> _plain = [];
    private static readonly Dictionary<string, string> _angry = new() { [Moods.Attribute] = Moods.Angry };

    /// <summary>How often each kind of thing happened.</summary>
    public Dictionary<string, int> Happened { get; } = [];

    private void Open()
    {
        var toSales = new OverflowThresholds { WaitingOver = 3 };
        Put(Queue("en") with
        {
            Plan = Plan() with
            {
                PreferredWaitMs = 10_000,
                Care = new CareForAgents { MostInARow = 1, MostDelayMs = 8_000 },
                Steps = [new RoutingStep { AfterMs = 20_000, Drop = ["billing"], Raise = 2 }],
                Surge = new Surge { Limits = new QueueLimits { MaxWaiting = 1 } },
            },
        });
        Put(Queue() with
        {
            QueueId = _service,
            Plan = Plan() with
            {
                KeptClasses = [new KeptClass { Class = "gold", Teams = ["a"] }],
                Limits = new QueueLimits { MaxWaiting = 6, MaxWaitMs = 45_000 },
                Overflow = [new OverflowRule { When = new OverflowThresholds { WaitingOver = 50 }, ToQueue = Sales }],
                Hours = new QueueHours
                {
                    TimeZone = "Etc/UTC",
                    Week = new Dictionary<string, IReadOnlyList<OpenInterval>>
                    {
                        ["monday"] =
                        [
                            new OpenInterval { From = "00:00", To = "12:20" },
                            new OpenInterval { From = "12:25", To = "24:00" },
                        ],
                    },
                },
            },
        });
        Put(Queue("billing") with
        {
            QueueId = _billing,
            Plan = Plan() with
            {
                Overflow =
                [
                    new OverflowRule { When = toSales, ToQueue = Sales, MoveWaiting = true },
                    new OverflowRule { When = new OverflowThresholds { StaffedBelow = 1 }, Refuse = true },
                ],
            },
        });
    }

    private QueuePlan Plan() => new()
    {
        Policy = Policies.All[_random.Next(Policies.All.Count)],
        Acceleration = _random.Next(0, 4),
        ScoreCap = _random.Next(1, 30),
    };

    private void Put(Queue queue)
    {
        _queues[queue.QueueId] = queue with
        {
            WrapUpMode = _queues.TryGetValue(queue.QueueId, out var known)
                ? known.WrapUpMode
                : WrapUpModes.All[_random.Next(WrapUpModes.All.Count)],
            WrapUpMostMs = 60_000,
        };
        _floor.Put(_queues[queue.QueueId]);
    }

    private void ComeOrGo(int dice)
    {
        Action happens = dice switch
        {
            < 14 => LeaveQueue,
            < 24 => Transfer,
            < 46 => Overflow,
            < 54 => Join,
            < 72 => Part,
            < 76 => RemoveAgent,
            < 88 => AddAgent,
            < 92 => Dial,
            < 96 => SwitchSurge,
            _ => TurnTheDoor,
        };
        Count(happens.Method.Name);
        happens();
    }

    private void LeaveQueue()
    {
        if (RecentCall() is { } call)
        {
            _left.Add(call);
            _floor.Leave(call, _now);
        }
    }

    /// <summary>The caller goes on to another queue, from a queue or from a talk.</summary>
    private void Transfer()
    {
        if (RecentCall() is { } call)
        {
            _left.Add(call);
            _floor.Leave(call, _now);
            Arrive(Number(call));
        }
    }

    private void Overflow()
    {
        var before = _floor.Waiting.ToDictionary(call => call.CallId, call => call.QueueId);
        var refused = _floor.Overflow(_now).Count;
        var moved = before.Count(one => _floor.FindCall(one.Key)!.QueueId != one.Value);
        Count("refused", refused);
        Count("moved", moved);
    }

    private void Join()
    {
        if (RecentCall() is { } call)
        {
            _floor.Join(call, AnyAgent(), _now);
        }
    }

    private void Part()
    {
        var beside = _floor.Agents.Where(agent => agent.AsideCallId is not null).ToList();
        if (beside.Count > 0)
        {
            var agent = beside[_random.Next(beside.Count)];
            _floor.Part(agent.AsideCallId!.Value, agent.AgentId, _now);
        }
    }

    private void RemoveAgent()
    {
        if (_floor.FindAgent(AnyAgent()) is { RemovedAt: null } agent)
        {
            _floor.Remove(agent.AgentId, _now);
            _chosen[agent.AgentId] = _held[agent.AgentId] = AgentStatuses.Offline;
        }
    }

    /// <summary>Back in the centre with the same skills, and soon at work.</summary>
    private void AddAgent()
    {
        if (_floor.Agents.Where(agent => agent.RemovedAt is not null).ToList() is { Count: > 0 } removed)
        {
            var agent = removed[_random.Next(removed.Count)];
            _floor.Add(
                agent.AgentId,
                new AgentProfile
                {
                    Number = agent.Number,
                    Name = agent.Name,
                    Skills = agent.Skills,
                    Team = agent.Team,
                    Capacity = agent.Capacity,
                },
                _now);
            _chosen[agent.AgentId] = _held[agent.AgentId] = AgentStatuses.Offline;
            Choose(agent.AgentId, AgentStatuses.Available);
        }
    }

    private void SwitchSurge() => Put(_queues[Sales] with
    {
        SurgeUntilAt = _queues[Sales].SurgeUntilAt > _now ? null : _now.AddSeconds(_random.Next(1, 60)),
    });

    private void TurnTheDoor()
    {
        var queue = _queues[_queues.Keys.ElementAt(_random.Next(_queues.Count))];
        Put(queue with { Open = !queue.Open || _random.Next(2) == 0 });
    }

    /// <summary>An agent makes a call, whatever they have in hand.</summary>
    private void Dial()
    {
        var outcome = _floor.Hear(new AgentDialled
        {
            CallId = Id(100_000 + _calls + 1), AssignmentId = Id(1_000_000 + ++_assignments), AgentId = AnyAgent(),
            NumberId = Id(7), QueueId = Sales, CallerRef = "k1:a", RingUntilAt = _now.AddSeconds(40), DialledAt = _now,
        });
        if (outcome.Refusal is null)
        {
            var (made, agent) = (outcome.Changed[^1].Assignment, outcome.Changed[^1].Agent);
            _known.Add(made);
            _calls++;
            Count("dialled");

            // The dial ends a wrap-up, and with it what was kept for its end.
            _held[agent.AgentId] = agent.NextStatus is null ? agent.Status : _held[agent.AgentId];
        }
    }

    /// <summary>The agent says of a talk, mostly of one that is over, that it was hard.</summary>
    private Outcome Mark(Guid assignmentId)
    {
        _floor.Mark(assignmentId, _random.Next(2) == 0 ? Moods.Angry : Moods.Abusive);
        Count("mood");
        return new Outcome();
    }

    private void Count(string kind, int more = 1) => Happened[kind] = Happened.GetValueOrDefault(kind) + more;

    private Guid? RecentCall() =>
        _calls == 0 ? null : Id(100_000 + _random.Next(Math.Max(1, _calls - 15), _calls + 1));
}
