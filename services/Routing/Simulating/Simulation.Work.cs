using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Matching;

namespace CallCenter.Routing.Simulating;

/// <summary>The part of a simulation in which agents become idle, and are idle no longer.</summary>
public sealed partial class Simulation
{
    /// <summary>Whether the agent is idle now.</summary>
    private void Note(Guid agentId) =>
        _tally.Idle(agentId, MatchRules.WhyNotReady(_floor.FindAgent(agentId)!) is null, _now);

    private void Release(SimulatedCall call, Assignment assignment)
    {
        _floor.Hear(
            new AgentReleased
            {
                CallId = call.CallId,
                AssignmentId = assignment.AssignmentId,
                AgentId = assignment.AgentId,
                ReleasedBy = "caller",
                TalkMs = 0,
                ReleasedAt = _now,
            },
            call.WrapUp);
        End(call);
        Note(assignment.AgentId);
        if (call.WrapUp > TimeSpan.Zero)
        {
            Schedule(_now + call.WrapUp, () => WrapUp(assignment));
        }
        else
        {
            _estimates?.Freed(assignment, _now);
        }
    }

    private void WrapUp(Assignment assignment)
    {
        _floor.WrapUp(assignment.AssignmentId, "done", _now);
        Note(assignment.AgentId);
        _estimates?.Freed(assignment, _now);
    }
}
