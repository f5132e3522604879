using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Customers;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Simulating;

/// <summary>A day of calls through the production rules on a virtual clock.</summary>
public sealed partial class Simulation
{
    private readonly SimulatedDay _day;
    private readonly Floor _floor = new(new FloorSettings { Remembers = false });
    private readonly PriorityQueue<Action, (DateTimeOffset At, long Order)> _events = new();
    private readonly Dictionary<Guid, SimulatedCall> _calls = [];
    private readonly Dictionary<Guid, double> _speeds;
    private readonly SimulationTally _tally;
    private readonly SimulatedEstimates? _estimates;
    private DateTimeOffset _now;
    private long _order;
    private long _assignments;
    private Guid? _arrived;

    private Simulation(SimulatedDay day)
    {
        _day = day;
        _tally = new SimulationTally(day);
        _estimates = day.Estimates ? new SimulatedEstimates(_floor, day.Queues) : null;
        _speeds = day.Agents.ToDictionary(one => one.Agent.AgentId, one => one.Speed);
        foreach (var queue in day.Queues)
        {
            _floor.Put(queue);
        }

        foreach (var (agent, _) in day.Agents)
        {
            _floor.Put(agent);
        }
    }

    public static SimulationResult Run(SimulatedDay day)
    {
        var simulation = new Simulation(day);
        simulation.Run();
        return simulation._tally.Result(simulation._now) with { Estimates = simulation._estimates?.Errors ?? [] };
    }

    private void Run()
    {
        foreach (var (at, agentId, status) in _day.Shifts)
        {
            Schedule(at, () =>
            {
                _floor.Choose(agentId, status, _now);
                Note(agentId);
                _estimates?.Staffed();
            });
        }

        using var arrivals = _day.Calls.GetEnumerator();
        ScheduleNext(arrivals);
        while (_events.TryDequeue(out var happens, out var when))
        {
            if (_now == default)
            {
                _now = when.At;
                _day.Agents.ToList().ForEach(one => Note(one.Agent.AgentId));
            }

            _now = when.At;
            happens();
            Match();
            Promise();
        }
    }

    private void Match()
    {
        foreach (var reserved in _floor.Match(_now, NextId))
        {
            Ring(reserved);
        }
    }

    /// <summary>Who has just come and found nobody free is told how long it will take.</summary>
    private void Promise()
    {
        if (_arrived is { } callId && _floor.FindCall(callId) is { State: CallStates.Waiting } call)
        {
            _estimates?.Promise(call, _now);
        }

        _arrived = null;
    }

    private void ScheduleNext(IEnumerator<SimulatedCall> arrivals)
    {
        if (arrivals.MoveNext())
        {
            var call = arrivals.Current;
            Schedule(call.ArrivesAt, () =>
            {
                Arrive(call);
                ScheduleNext(arrivals);
            });
        }
    }

    private void Arrive(SimulatedCall call)
    {
        var full = _floor.WaitingCount >= _day.Places;
        var fact = new CallQueued
        {
            CallId = call.CallId,
            QueueId = call.QueueId,
            QueuedAt = _now,
            NumberId = Guid.Empty,
            Language = call.Language,
            Skills = call.Skills,
            Priority = call.Priority,
            Attributes = call.Hard
                ? new Dictionary<string, string> { [Moods.Attribute] = Moods.Angry }
                : new Dictionary<string, string>(),
        };
        _calls.Add(call.CallId, call);
        var state = _floor.Hear(fact, new KnownCaller { Class = call.CustomerClass }, _now);
        if (full)
        {
            Match();
            state = _floor.FindCall(call.CallId)?.State;
        }

        if (state == CallStates.NotRoutable || (full && state == CallStates.Waiting))
        {
            _tally.Blocked(call);
            End(call);
            return;
        }

        _tally.Offered(call);
        _arrived = call.CallId;
        Sweep();
        if (call.Patience is { } patience)
        {
            Schedule(_now + patience, () => Leave(call));
        }
    }

    private void Leave(SimulatedCall call)
    {
        if (_floor.FindCall(call.CallId) is { State: CallStates.Waiting or CallStates.Assigned })
        {
            _tally.Abandoned(call, _now);
            _estimates?.Left(call, _now);
            End(call);
        }
    }

    private void Ring(Engagement reserved)
    {
        Note(reserved.Agent.AgentId);
        if (_day.AnswerTime == TimeSpan.Zero)
        {
            Answer(reserved.Assignment);
        }
        else
        {
            Schedule(_now + _day.AnswerTime, () => Answer(reserved.Assignment));
        }
    }

    private void Answer(Assignment assignment)
    {
        var answered = _floor.Hear(new CallAnswered
        {
            CallId = assignment.CallId,
            AssignmentId = assignment.AssignmentId,
            AgentId = assignment.AgentId,
            QueueId = assignment.QueueId,
            AnsweredAt = _now,
        });
        if (answered.Refusal is not null)
        {
            return;
        }

        var call = _calls[assignment.CallId];
        if (call.Hard)
        {
            _floor.Mark(assignment.AssignmentId, Moods.Angry);
        }

        var talk = call.Talk / _speeds[assignment.AgentId];
        _tally.Answered(call, assignment.AgentId, _now, talk + call.WrapUp);
        _estimates?.Answered(call, assignment, _now);
        Schedule(_now + talk, () => Release(call, assignment));
    }

    private void End(SimulatedCall call)
    {
        _calls.Remove(call.CallId);
        _floor.Hear(
            new CallEnded
            {
                CallId = call.CallId,
                Cause = "caller-hung-up",
                Abandoned = false,
                DurationMs = 0,
                QueuedMs = 0,
                TalkMs = 0,
                EndedAt = _now,
            },
            _now);
    }

    private void Schedule(DateTimeOffset at, Action happens) => _events.Enqueue(happens, (at, _order++));

    private Guid NextId()
    {
        var count = ++_assignments;
        return new Guid((int)(count >> 32), 0, 0, [0, 0, 0, 0, .. BitConverter.GetBytes((int)count)]);
    }
}
