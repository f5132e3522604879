using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Agents;

namespace CallCenter.Routing.Figures;

/// <summary>
/// How the events about one agent follow each other: what Routing said of them and heard of their phone, in the order
/// in which it did; that order holds even where the clocks of two machines contradict it. Of the phone the later fact
/// holds, as for the agent themselves.
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
            || (last is not null && Same(next, last) && next.NotResponding == last.NotResponding
                && next.PhoneOffline == last.PhoneOffline))
        {
            return [];
        }

        if (last is null)
        {
            return [next];
        }

        // Never before its predecessor: the two instants may come from clocks that disagree.
        var at = next.SinceAt < last.SinceAt ? last.SinceAt : next.SinceAt;
        return
        [
            last with { UntilAt = at },
            next with { SinceAt = at, DoingSinceAt = Same(next, last) ? last.DoingSinceAt ?? last.SinceAt : null },
        ];
    }

    private static bool Same(ActivitySpan one, ActivitySpan other) =>
        one.Status == other.Status && one.Activity == other.Activity && one.CallId == other.CallId;

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
            NotResponding = e.NotRespondingReason is not null,
            PhoneOffline = last?.PhoneOffline ?? false,
            PhoneChangedAt = last?.PhoneChangedAt,
        },
        AgentPhoneOnline e => Phone(last, id, e.AgentId, offline: false, e.OnlineAt),
        AgentPhoneOffline e => Phone(last, id, e.AgentId, offline: true, e.OfflineAt),
        AgentAdded e => Off(last, id, e.AgentId, e.AddedAt) with { PhoneOffline = last?.PhoneOffline ?? true },
        AgentRemoved e => Off(last, id, e.AgentId, e.RemovedAt),
        _ => null,
    };

    /// <summary>What they do goes on; nothing where a later fact about the phone is known.</summary>
    private static ActivitySpan? Phone(
        ActivitySpan? last, long id, Guid agentId, bool offline, DateTimeOffset at) =>
        at < last?.PhoneChangedAt ? null : (last ?? Off(last, id, agentId, at)) with
        {
            Id = id,
            SinceAt = at,
            UntilAt = null,
            PhoneOffline = offline,
            PhoneChangedAt = at,
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
        PhoneOffline = last?.PhoneOffline ?? false,
        PhoneChangedAt = last?.PhoneChangedAt,
    };
}
