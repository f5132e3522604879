using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Customers;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Queues;

namespace CallCenter.Routing.Waiting;

/// <summary>A call as Routing sees it: its place in the queue and where it stands.</summary>
public sealed partial record WaitingCall
{
    public required Guid CallId { get; init; }

    /// <summary>One of <see cref="CallStates"/>.</summary>
    public required string State { get; init; }

    /// <summary>One of <see cref="Channels.All"/>; a call keeps the one it came by.</summary>
    public string Channel { get; init; } = Channels.Voice;

    /// <summary>Absent while all that is known of the call is its end.</summary>
    public Guid? QueueId { get; init; }

    /// <summary>Its place: calls of the same priority are served in this order.</summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>When it came to the queue in which it is now.</summary>
    public DateTimeOffset? EnteredAt { get; init; }

    public int Priority { get; init; }

    public string[] Skills { get; init; } = [];

    public string? CallerRef { get; init; }

    public string? Language { get; init; }

    /// <summary>The value class of the caller when the call was queued.</summary>
    public string? CustomerClass { get; init; }

    /// <summary>Expected to be hard on its agent: by the caller's earlier calls, or as it was queued.</summary>
    public bool Hard { get; init; }

    /// <summary>The step of its queue's plan that holds.</summary>
    public int Step { get; init; }

    /// <summary>Until when step and rank hold: the next step, or the cap of the score.</summary>
    public DateTimeOffset? PlaceUntilAt { get; init; }

    /// <summary>Lower is served first within the bucket.</summary>
    public double Rank { get; init; }

    /// <summary>Calls of one bucket want the same of their agent.</summary>
    public string Bucket { get; init; } = "";

    /// <summary>The agent the call is meant for.</summary>
    public Guid? PreferredAgentId { get; init; }

    /// <summary>owner, preferred or last; <see cref="Consultation"/> where an agent asks for any.</summary>
    public string? PreferredAs { get; init; }

    /// <summary>Until when it waits for them.</summary>
    public DateTimeOffset? PreferredUntilAt { get; init; }

    /// <summary>The callback that led to the call.</summary>
    public Guid? CallbackId { get; init; }

    /// <summary>W3C trace context of the call.</summary>
    public string? Traceparent { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>
    /// Hears that a call is queued, for the first time or again. A call that has an agent, or has ended, stays as it
    /// is; one that was queued longer ago than a call can live is a ghost, but for the kept place of a callback.
    /// </summary>
    /// <param name="known">The call as it was, if it was heard of.</param>
    /// <param name="fact">What Telephony says.</param>
    /// <param name="asked">The queue asked for, if there is one.</param>
    /// <param name="standing">How many other calls stand in that queue.</param>
    /// <param name="caller">What is known of the caller.</param>
    /// <param name="traceparent">The trace that the fact came with.</param>
    /// <param name="longestWait">No call lives longer.</param>
    /// <param name="now">The time.</param>
    public static CallChange Enter(
        WaitingCall? known, CallQueued fact, Queue? asked, int standing, KnownCaller caller, string? traceparent,
        TimeSpan longestWait, DateTimeOffset now)
    {
        if (known?.State is CallStates.Ended or CallStates.Assigned or CallStates.Answered)
        {
            return CallChange.None;
        }

        var call = new WaitingCall
        {
            CallId = fact.CallId,
            State = CallStates.Waiting,
            Channel = known is { QueueId: not null } ? known.Channel : fact.Channel ?? Channels.Voice,
            QueueId = fact.QueueId,
            QueuedAt = fact.QueuedAt,
            EnteredAt = now,
            Priority = fact.Priority,
            Skills = [.. fact.Skills],
            CallerRef = fact.CallerRef,
            Language = fact.Language,
            CustomerClass = caller.Class,
            Hard = caller.Hard
                || (fact.Attributes.TryGetValue(Moods.Attribute, out var mood) && Moods.All.Contains(mood)),
            CallbackId = fact.CallbackId,
            Traceparent = traceparent ?? known?.Traceparent,
            ChangedAt = now,
        };
        if (now - fact.QueuedAt > longestWait && fact.CallbackId is null)
        {
            return new CallChange(call with { State = CallStates.Ended }, []);
        }

        var queue = asked?.At(now);
        var refused = fact.CallbackId is null
            ? AdmissionRules.Refusal(queue, standing, now)
            : AdmissionRules.Shut(queue, now);
        var unknown = Channels.All.Contains(call.Channel) ? null : new Refusal("unknown-channel");
        return (refused ?? unknown) is { } refusal
            ? call.Refuse(refusal, fact.QueueId, now)
            : new CallChange(PlaceRules.Place(call.MeantFor(fact, queue!.Plan, caller), queue.Plan, now), []);
    }

    /// <summary>The call in another queue: it keeps the instant at which it was queued.</summary>
    public CallChange MoveTo(Queue queue, string reason, DateTimeOffset now) => new(
        PlaceRules.Place(this with { QueueId = queue.QueueId, EnteredAt = now, ChangedAt = now }, queue.Plan, now),
        [
            new CallMoved
            {
                CallId = CallId,
                FromQueueId = QueueId!.Value,
                ToQueueId = queue.QueueId,
                Reason = reason,
                QueuedAt = QueuedAt!.Value,
                MovedAt = now,
            },
        ]);

    /// <summary>The call that no agent will get where it is.</summary>
    public CallChange Refuse(Refusal refusal, Guid queueId, DateTimeOffset now) => new(
        this with { State = CallStates.NotRoutable, ChangedAt = now },
        [
            new CallNotRoutable
            {
                CallId = CallId,
                QueueId = queueId,
                Reason = refusal.Reason,
                Detail = refusal.Detail,
                DecidedAt = now,
            },
        ]);

    /// <summary>The owner of the matter, the agent asked for, or who talked with the caller last.</summary>
    private WaitingCall MeantFor(CallQueued fact, QueuePlan plan, KnownCaller caller)
    {
        var last = plan.LastAgentWithinMs > 0
            && caller.LastTalkedAt?.AddMilliseconds(plan.LastAgentWithinMs) >= fact.QueuedAt
                ? caller.LastAgentId
                : null;
        var usual = fact.QueuedAt.AddMilliseconds(plan.PreferredWaitMs);
        if (fact is { PreferredAgentId: { } handedTo, PreferredWaitMs: > 0 and var waitMs })
        {
            // Whoever handed the caller on has chosen: that comes before an owner, and before the queue's own patience.
            var asked = (fact.EnteredAt ?? fact.QueuedAt).AddMilliseconds(Math.Min(waitMs, LongestPreferredMs));
            return this with
            {
                PreferredAgentId = handedTo,
                PreferredAs = "preferred",
                PreferredUntilAt = asked > usual ? asked : usual,
            };
        }

        var agentId = fact.OwnerAgentId ?? fact.PreferredAgentId ?? last;
        return plan.PreferredWaitMs == 0 || agentId is null
            ? this
            : this with
            {
                PreferredAgentId = agentId,
                PreferredAs = fact.OwnerAgentId is not null ? "owner"
                    : fact.PreferredAgentId is not null ? "preferred"
                    : "last",
                PreferredUntilAt = usual,
            };
    }

    /// <summary>No call waits longer for one agent, whoever asks.</summary>
    private const long LongestPreferredMs = 600_000;

    /// <summary>Hears that a call has ended, perhaps before anything else was heard of it.</summary>
    public static WaitingCall End(WaitingCall? known, Guid callId, DateTimeOffset now) =>
        (known ?? new WaitingCall { CallId = callId, State = CallStates.Ended }) with
        {
            State = CallStates.Ended,
            ChangedAt = now,
        };

    /// <summary>The call waits no longer; null when it did not wait.</summary>
    public WaitingCall? Leave(DateTimeOffset at) =>
        State is CallStates.Waiting or CallStates.Assigned or CallStates.NotRoutable
            ? Become(CallStates.Gone, at)
            : null;

    /// <summary>The call without its agent: back at its old place, unless it has moved on meanwhile.</summary>
    public WaitingCall Return(DateTimeOffset at) =>
        State == CallStates.Assigned ? Become(CallStates.Waiting, at) : this;

    /// <summary>The call in another state; an ended call stays ended.</summary>
    public WaitingCall Become(string state, DateTimeOffset at) =>
        State == CallStates.Ended ? this : this with { State = state, ChangedAt = at };
}

/// <summary>A call as it is after a decision, if it changed, and what is to be said about it.</summary>
public sealed record CallChange(WaitingCall? Call, IReadOnlyList<object> Events)
{
    public static CallChange None { get; } = new(null, []);
}
