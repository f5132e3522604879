using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Liveness;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Waiting;
using Xunit;

namespace CallCenter.Routing.Tests.Simulating;

/// <summary>What is looked at after each event.</summary>
internal sealed partial class History
{
    private void WhatMustHoldHolds()
    {
        var live = _floor.LiveAssignments.ToList();
        var alone = live.Where(one => one.Exclusive).ToList();
        Assert.Equal(alone.Count, alone.DistinctBy(one => one.AgentId).Count());
        var held = live.Where(one => one.ReleasedAt is null).ToList();
        Assert.All(held.GroupBy(one => one.CallId), ofCall => Assert.True(
            ofCall.Count() == 1, $"two agents held for one call: {string.Join(" and ", ofCall)}"));
        Assert.All(live, one => Assert.True(
            one.Talking || one.LeaseUntilAt > _now || one.WrapUpUntilAt > _now, "a reservation without an end"));
        foreach (var agent in _floor.Agents)
        {
            StatusIsTheAgents(agent);
            Assert.Equal(
                agent.Activity == AgentActivities.Idle,
                agent.AsideCallId is null && alone.TrueForAll(one => one.AgentId != agent.AgentId));
            Assert.All(Channels.Shared, channel => Assert.Equal(
                live.Count(one => one.AgentId == agent.AgentId && one.Channel == channel), agent.HeldOf(channel)));
            Assert.Equal(agent.MissedRings >= 2, agent.NotRespondingAt is not null);
        }

        // Whatever the queue; but for a hard call that may be held, for so long, and one that came again while an
        // agent is still held for it.
        var ready = _floor.Agents.Where(agent => MatchRules.WhyNotReady(agent) is null).ToList();
        Assert.DoesNotContain(_floor.Waiting, call =>
            ready.Exists(agent => Takes(agent, call)) && !held.Exists(one => one.CallId == call.CallId));
        Count("held", _floor.Waiting.Count(call =>
            MayBeHeld(call) && ready.Exists(agent => DemandOf(call).WhyNot(agent) is null)));
        NothingIsFoundThatCannotBe(live);
    }

    /// <summary>
    /// The status, or the next one, is the last that the agent chose; and one that was kept for later holds when
    /// nothing is in hand, not earlier.
    /// </summary>
    private void StatusIsTheAgents(Agent agent)
    {
        Assert.Equal(_chosen[agent.AgentId], agent.NextStatus ?? agent.Status);
        if (!agent.Holds)
        {
            Assert.Null(agent.NextStatus);
            _held[agent.AgentId] = agent.Status;
        }

        Assert.Equal(_held[agent.AgentId], agent.Status);
    }

    /// <summary>What looks for impossible states finds none where only facts have come, whatever they were.</summary>
    private void NothingIsFoundThatCannotBe(List<Assignment> live)
    {
        foreach (var agent in _floor.Agents)
        {
            var all = live.FindAll(one => one.AgentId == agent.AgentId);
            var alone = all.Find(one => one.Exclusive);
            var asideIsOver = agent.AsideCallId is { } beside && _floor.FindCall(beside)!.State == CallStates.Ended;
            Assert.Null(ReconcileRules.OfAgent(
                agent, alone is null ? null : _floor.Find(alone.AssignmentId), all, _now, asideIsOver));
        }

        var ofCalls = live.Select(one => _floor.Find(one.AssignmentId)!).ToLookup(on => on.Call.CallId);
        foreach (var callId in ofCalls.Select(one => one.Key).Union(_known.TakeLast(30).Select(one => one.CallId)))
        {
            var finding = ReconcileRules.OfCall(
                _floor.FindCall(callId)!, [.. ofCalls[callId]], DateTimeOffset.MinValue, _now);

            // The agent of a call that left its queue is told of it later; until then their reservation stands alone.
            Assert.True(
                finding is null || (_left.Contains(callId)
                    && ofCalls[callId].Any(on => on.Assignment.State == AssignmentStates.Pending)),
                $"{finding?.Kind} of {callId}");
        }
    }

    private void NobodyOlderWithTheSameScoreWasPassedOver(Engagement reserved)
    {
        var score = Score(reserved.Call);
        Assert.DoesNotContain(_floor.Waiting, call =>
            call.QueuedAt < reserved.Call.QueuedAt
            && Score(call) == score
            && Takes(reserved.Agent, call)
            && !_floor.LiveAssignments.Any(one => one.CallId == call.CallId && one.ReleasedAt is null));
    }

    private double Score(WaitingCall call) =>
        ScoreRules.Score(call, _queues[call.QueueId!.Value].At(_now).Plan, _now);

    private bool Takes(Agent agent, WaitingCall call) =>
        DemandOf(call).WhyNot(agent) is null
        && !_floor.HasDeclined(call.CallId, agent.AgentId)
        && (call.PreferredAgentId is null || call.PreferredUntilAt <= _now)
        && !MayBeHeld(call);

    private bool MayBeHeld(WaitingCall call) =>
        call.Hard && _queues[call.QueueId!.Value].Plan.Care is { } care
        && _now - call.QueuedAt < TimeSpan.FromMilliseconds(care.MostDelayMs);

    private Demand DemandOf(WaitingCall call) => _demands.TryGetValue(call.Bucket, out var known)
        ? known
        : _demands[call.Bucket] = Demand.Of(call, _queues[call.QueueId!.Value], _now);
}
