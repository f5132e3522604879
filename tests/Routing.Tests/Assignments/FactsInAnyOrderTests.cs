using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Customers;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static CallCenter.Routing.Tests.Builders;
using Outcome = CallCenter.Routing.Assignments.Outcome;

namespace CallCenter.Routing.Tests.Assignments;

/// <summary>Facts in any order, late, twice and impossible: the state stays sound and nothing sticks.</summary>
public sealed class FactsInAnyOrderTests
{
    private static readonly string[] Reasons =
        ["no-answer", "rejected", "unreachable", "late", "caller-gone", "already-answered"];

    private static readonly Gen<Step> Steps =
        from kind in Gen.Choose(0, 9)
        from which in Gen.Choose(0, 40)
        from reason in Gen.Elements(Reasons)
        from seconds in Gen.Choose(0, 12)
        select new Step(kind, which, reason, seconds);

    [Fact]
    public void The_state_stays_sound() =>
        Prop.ForAll(Arb.From(Gen.ListOf(Steps)), steps =>
        {
            var world = new World();
            foreach (var step in steps)
            {
                world.Take(step);
                Assert.Null(world.WhatIsWrong());
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(120));

    [Fact]
    public void Once_the_calls_have_ended_every_agent_is_idle_again_by_the_deadlines_alone() =>
        Prop.ForAll(Arb.From(Gen.ListOf(Steps)), steps =>
        {
            var world = new World();
            foreach (var step in steps)
            {
                world.Take(step);
            }

            world.EndEverything();
            return world.Agents.Values.All(agent => agent is { Activity: AgentActivities.Idle, CallId: null });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(120));

    private sealed record Step(int Kind, int Which, string Reason, int Seconds);

    /// <summary>The tables in memory, changed as the consumers change them.</summary>
    private sealed class World
    {
        private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
        private readonly Queue _queue = Queue();
        private readonly Dictionary<Guid, WaitingCall> _calls = [];
        private readonly SortedDictionary<Guid, Assignment> _assignments = [];
        private DateTimeOffset _now = Noon;
        private int _made;

        public Dictionary<Guid, Agent> Agents { get; } =
            Enumerable.Range(1, 3).Select(n => Agent(n)).ToDictionary(agent => agent.AgentId);

        public void Take(Step step)
        {
            _now = _now.AddSeconds(step.Seconds);
            var call = Id(100 + (step.Which % 4));
            var on = _assignments.Count == 0
                ? null
                : With(_assignments.Values.ElementAt(step.Which % _assignments.Count));
            switch (step.Kind)
            {
                case 0:
                    Match();
                    break;
                case 1:
                    Enter(call);
                    break;
                case 2:
                    End(call);
                    break;
                case 3:
                    EndDue();
                    break;
                case 4:
                    var agentId = Id(1 + (step.Which % 3));
                    Agents[agentId] = Agents[agentId].HearPhone(step.Which % 2 == 0, _now);
                    break;
                default:
                    if (on is not null)
                    {
                        Save(Hear(step, on));
                    }

                    break;
            }
        }

        /// <summary>No fact about an assignment any more: only the end of each call, and time.</summary>
        public void EndEverything()
        {
            foreach (var call in _calls.Keys.ToList())
            {
                End(call);
            }

            for (var i = 0; i < 3; i++)
            {
                _now = _now.AddMinutes(2);
                EndDue();
            }
        }

        public string? WhatIsWrong()
        {
            var live = _assignments.Values.Where(one => one.Live).ToList();
            foreach (var agent in Agents.Values)
            {
                var held = live.Where(one => one.AgentId == agent.AgentId).ToList();
                if (held.Count > 1)
                {
                    return $"{agent.AgentId} has {held.Count} live assignments";
                }

                if (held.Count == 1 != (agent.Activity != AgentActivities.Idle)
                    || held.SingleOrDefault()?.CallId != agent.CallId)
                {
                    return $"{agent} is held by {held.SingleOrDefault()}";
                }

                if (agent.Status != AgentStatuses.Available)
                {
                    return $"{agent} has another status";
                }
            }

            return _calls.Values.Select(call => WhatIsWrong(call, live)).FirstOrDefault(wrong => wrong is not null);
        }

        private static string? WhatIsWrong(WaitingCall call, List<Assignment> live)
        {
            var held = live.Where(one => one.CallId == call.CallId && one.ReleasedAt is null).ToList();
            return held.Count > 1 ? $"{call} has {held.Count} live assignments"
                : call.State is CallStates.Waiting && held.Count > 0 ? $"{call} waits with {held[0]}"
                : call.State is CallStates.Assigned && held.SingleOrDefault()?.State != AssignmentStates.Pending
                    ? $"{call} is assigned to nobody"
                : null;
        }

        private Outcome Hear(Step step, Engagement on) => step.Kind switch
        {
            5 => AssignmentRules.Ring(on, _now),
            6 => AssignmentRules.Answer(on, Rivals(on.Assignment), _now.AddSeconds(-step.Which % 7)),
            7 => AssignmentRules.Decline(on, step.Reason, missedRings: 2, _now),
            8 => AssignmentRules.Release(on, _queue.WrapUp, _now),
            _ => AssignmentRules.WrapUp(on, "done", _now),
        };

        private void Match()
        {
            var state = State([.. Agents.Values], [.. _calls.Values], _queue);
            foreach (var match in MatchRules.Decide(state, _now).Matches)
            {
                var reserved = Reserved(500 + _made++);
                _assignments[reserved.Assignment.AssignmentId] = reserved.Assignment with
                {
                    CallId = match.Call.CallId,
                    AgentId = match.Agent.AgentId,
                    RingUntilAt = match.RingUntilAt,
                    LeaseUntilAt = match.RingUntilAt + Grace,
                };
                _calls[match.Call.CallId] = match.Call with { State = CallStates.Assigned };
                Agents[match.Agent.AgentId] =
                    match.Agent.Take(AgentActivities.Reserved, match.Call.CallId, _now).Agent;
            }
        }

        private void Enter(Guid callId)
        {
            var fact = Facts.Queued() with { CallId = callId, QueuedAt = _now };
            var change = WaitingCall.Enter(
                _calls.GetValueOrDefault(callId), fact, _queue, 0, KnownCaller.Nobody, null, TimeSpan.FromHours(12),
                _now);
            _calls[callId] = change.Call ?? _calls[callId];
        }

        private void End(Guid callId)
        {
            _calls[callId] = WaitingCall.End(_calls.GetValueOrDefault(callId), callId, _now);
            foreach (var held in _assignments.Values.Where(one => one.Live && one.CallId == callId).ToList())
            {
                Save(AssignmentRules.CallEnded(With(held), Grace, _now));
            }
        }

        private void EndDue()
        {
            foreach (var held in _assignments.Values.Where(one => one.Live).ToList())
            {
                Save(AssignmentRules.End(With(held), _queue.WrapUp, missedRings: 2, _now));
            }
        }

        private Engagement With(Assignment assignment) => new()
        {
            Assignment = assignment,
            Call = _calls[assignment.CallId],
            Agent = Agents[assignment.AgentId],
        };

        private List<Engagement> Rivals(Assignment assignment) => [.. _assignments.Values
            .Where(one => one.Live && one.AssignmentId != assignment.AssignmentId
                && (one.AgentId == assignment.AgentId
                    || (one.CallId == assignment.CallId && one.ReleasedAt is null)))
            .Select(With)];

        private void Save(Outcome outcome)
        {
            foreach (var changed in outcome.Changed)
            {
                _calls[changed.Call.CallId] = changed.Call;
                _assignments[changed.Assignment.AssignmentId] = changed.Assignment;
                Agents[changed.Agent.AgentId] = changed.Agent;
            }
        }
    }
}
