using CallCenter.Contracts.Routing;
using CallCenter.Routing.Agents;

namespace CallCenter.Routing.Figures;

/// <summary>
/// How the events about one agent follow each other. They come from Routing alone, in the order in which it said them;
/// that order holds even where the clocks of two machines contradict it.
/// </summary>
public static class ActivityRules
{
    /// <summary>
    /// The spans that an event changes: the present one ends, a new one begins. Nothing for a copy, and for an event
    /// that says what is known.
    /// </summary>
    public static IReadOnlyList<ActivitySpan> Apply(ActivitySpan? last, long id, object @event)
    {
        if (id <= last?.Id || Next(last, id, @event) is not { } next
            || (next.Status == last?.Status && next.Activity == last.Activity && next.CallId == last.CallId))
        {
            return [];
        }

        if (last is null)
        {
            return [next];
        }

        // Never before its predecessor: the two instants may come from clocks that disagree.
        var at = next.SinceAt < last.SinceAt ? last.SinceAt : next.SinceAt;
        return [last with { UntilAt = at }, next with { SinceAt = at }];
    }

    private static ActivitySpan? Next(ActivitySpan? last, long id, object @event) => @event switch
    {
        AgentActivityChanged e => new ActivitySpan
        {
            AgentId = e.AgentId,
            Id = id,
            SinceAt = e.ChangedAt,
            Status = e.Status,
            Activity = e.Activity,
            CallId = e.CallId,
        },
        AgentAdded e => Off(last, id, e.AgentId, e.AddedAt),
        AgentRemoved e => Off(last, id, e.AgentId, e.RemovedAt),
        _ => null,
    };

    /// <summary>Away; a talk in progress goes on.</summary>
    private static ActivitySpan Off(ActivitySpan? last, long id, Guid agentId, DateTimeOffset at) => new()
    {
        AgentId = agentId,
        Id = id,
        SinceAt = at,
        Status = AgentStatuses.Offline,
        Activity = last?.Activity ?? AgentActivities.Idle,
        CallId = last?.CallId,
    };
}
