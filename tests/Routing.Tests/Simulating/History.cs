using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Customers;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Simulating;
using CallCenter.Routing.Waiting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Simulating;

/// <summary>
/// A centre of three queues that share their agents, to which anything happens, in any order: also facts that come
/// late, twice, or cannot be. After each event what must hold is looked at.
/// </summary>
internal sealed partial class History
{
    private const int AgentCount = 12;
    private static readonly string[] _words = ["en", "zh", "billing"];

    private readonly Random _random;
    private readonly Floor _floor = new(new FloorSettings { AgentsPerPass = 4 });
    private readonly Dictionary<Guid, Queue> _queues = [];
    private readonly Dictionary<Guid, string> _chosen = [];
    private readonly Dictionary<Guid, string> _held = [];
    private readonly Dictionary<string, Demand> _demands = [];
    private readonly List<Assignment> _known = [];
    private DateTimeOffset _now = Noon;
    private int _calls;
    private int _assignments;
    private int _refused;

    public History(int seed)
    {
        _random = new Random(seed);
        Open();
        for (var n = 1; n <= AgentCount; n++)
        {
            string[] skills = ["en", .. _words.Skip(1).Where(_ => _random.Next(2) == 0)];
            _floor.Put(Agent(n, 100 - n, skills) with
            {
                Team = _random.Next(2) == 0 ? "a" : "b",
                Capacity = [1, (short)_random.Next(2), 2, 3],
                Interruptible = [.. Channels.Shared.Where(_ => _random.Next(2) == 0)],
            });
            _chosen[Id(n)] = _held[Id(n)] = AgentStatuses.Available;
        }
    }

    /// <summary>Who got which call, in order.</summary>
    public List<(Guid Call, Guid Agent)> Decisions { get; } = [];

    public int Refused => _refused;

    public void Run(int events)
    {
        for (var i = 0; i < events; i++)
        {
            _now += TimeSpan.FromMilliseconds(_random.Next(0, 900));
            if (_random.Next(6) == 0)
            {
                ComeOrGo(_random.Next(100));
            }
            else
            {
                Happen(_random.Next(100));
            }

            _floor.EndDue(_now);
            foreach (var reserved in _floor.Match(_now, () => Id(1_000_000 + ++_assignments)))
            {
                Decisions.Add((reserved.Call.CallId, reserved.Agent.AgentId));
                _known.Add(reserved.Assignment);
                NobodyOlderWithTheSameScoreWasPassedOver(reserved);
            }

            WhatMustHoldHolds();
        }
    }

    /// <summary>Nothing more is heard but the ends of calls: the deadlines free everybody.</summary>
    public void Close()
    {
        for (var n = 1; n <= _calls; n++)
        {
            _floor.Hear(Facts.Ended(100_000 + n, (_now - Noon).TotalSeconds), _now);
        }

        for (var i = 0; i < 3; i++)
        {
            _now += TimeSpan.FromMinutes(2);
            _floor.EndDue(_now);
        }

        Assert.Empty(_floor.LiveAssignments);
        Assert.Empty(_floor.Waiting);
        Assert.All(_floor.Agents, agent => Assert.Equal((false, null), (agent.Holds, agent.NextStatus)));
    }

    private double Seconds => (_now - Noon).TotalSeconds;

    private void Happen(int dice)
    {
        switch (dice)
        {
            case < 26:
                Arrive(100_000 + ++_calls);
                break;
            case < 29 when _calls > 0:
                // Queued again, or after it has ended.
                Arrive(100_000 + _random.Next(1, _calls + 1));
                break;
            case < 34 when _calls > 0:
                _floor.Hear(Facts.Ended(100_000 + _random.Next(Math.Max(1, _calls - 20), _calls + 1), Seconds), _now);
                break;
            case < 38 when _floor.WaitingCount > 0:
                var leaves = _floor.Waiting.ElementAt(_random.Next(_floor.WaitingCount)).CallId;
                _floor.Hear(Facts.Ended(Number(leaves), Seconds), _now);
                break;
            case < 47:
                Choose();
                break;
            case < 49:
                if (_floor.FindAgent(AnyAgent()) is { RemovedAt: null } back)
                {
                    _floor.Return(back.AgentId, _now);
                }

                break;
            case < 51:
                var phone = _floor.FindAgent(AnyAgent())!;
                _floor.Put(phone.HearPhone(_random.Next(4) > 0, _now));
                break;
            default:
                HearOfAnAssignment(dice);
                break;
        }
    }

    private void Arrive(int call)
    {
        var fact = Facts.Queued(call, Seconds, _queues.Keys.ElementAt(_random.Next(_queues.Count))) with
        {
            Channel = _random.Next(3) == 0 ? Channels.All[_random.Next(Channels.All.Count)] : null,
            Priority = _random.Next(0, 3),
            Skills = _random.Next(3) == 0 ? ["billing"] : [],
            PreferredAgentId = _random.Next(8) == 0 ? AnyAgent() : null,
            Attributes = _random.Next(4) == 0 ? _angry : _plain,
        };
        if (_random.Next(6) == 0)
        {
            // A customer who is called back: the place kept, and the call itself has just come.
            fact = fact with
            {
                CallbackId = Guid.Empty, QueuedAt = _now.AddSeconds(-_random.Next(1, 300)), EnteredAt = _now,
            };
            Count("callback");
        }

        _floor.Hear(fact, new KnownCaller { Class = _random.Next(4) == 0 ? "gold" : null }, _now);
    }

    private void Choose()
    {
        var (agent, status) = (AnyAgent(), AgentStatuses.All[_random.Next(AgentStatuses.All.Count)]);
        Choose(agent, _random.Next(2) == 0 ? AgentStatuses.Available : status);
    }

    private void Choose(Guid agent, string status)
    {
        var at = _floor.FindAgent(agent)!;
        if (at.RemovedAt is not null)
        {
            return;
        }

        _floor.Choose(agent, status, _now);
        _chosen[agent] = status;
        _held[agent] = at.Holds && status != AgentStatuses.Available ? at.Status : status;
    }

    private void HearOfAnAssignment(int dice)
    {
        if (_known.Count == 0)
        {
            return;
        }

        // Mostly what is going on, else what is long over.
        var live = _floor.LiveAssignments.OrderBy(held => held.AssignmentId).ToList();
        var one = live.Count > 0 && _random.Next(3) > 0
            ? live[_random.Next(live.Count)]
            : _known[_random.Next(Math.Max(0, _known.Count - 20), _known.Count)];
        var (call, agent) = (Number(one.CallId), Number(one.AgentId));
        string[] reasons = ["no-answer", "rejected", "unreachable", "caller-gone", "late", "already-answered"];
        var outcome = dice switch
        {
            < 55 => _floor.Hear(Facts.Ringing(one.AssignmentId, call, agent, Seconds)),
            < 72 => _floor.Hear(Facts.Answered(one.AssignmentId, call, agent, Seconds)),
            < 78 => _floor.Hear(Facts.Declined(
                one.AssignmentId, reasons[_random.Next(reasons.Length)], call, agent, Seconds)),
            < 91 => _floor.Hear(Facts.Released(one.AssignmentId, call, agent, Seconds)),
            < 93 => Mark(one.AssignmentId),
            < 95 => _floor.ExtendWrapUp(one.AssignmentId, TimeSpan.FromSeconds(_random.Next(1, 30))),
            _ => _floor.WrapUp(one.AssignmentId, "done", _now),
        };
        _refused += outcome.Refusal is null ? 0 : 1;
    }

    private Guid AnyAgent() => Id(_random.Next(1, AgentCount + 1));

    private static int Number(Guid id) => Convert.ToInt32(id.ToString()[^12..], 16);
}
