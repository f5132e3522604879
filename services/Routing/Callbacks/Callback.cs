using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Callbacks;

/// <summary>A customer who is to be called back, at the place kept for them.</summary>
public sealed record Callback
{
    public required Guid CallbackId { get; init; }

    public required Guid QueueId { get; init; }

    public required string CallerRef { get; init; }

    public required string Language { get; init; }

    public string[] Skills { get; init; } = [];

    public int Priority { get; init; }

    /// <summary>The place kept: when the customer first entered the queue.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    public DateTimeOffset? NotBeforeAt { get; init; }

    public DateTimeOffset? NotAfterAt { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The call in which it was asked for: nobody is dialled before that has ended.</summary>
    public Guid? AskedInCallId { get; init; }

    /// <summary>One of <see cref="CallbackStates"/>.</summary>
    public required string State { get; init; }

    /// <summary>The last call that was made for it.</summary>
    public Guid? CallId { get; init; }

    /// <summary>How often the customer was dialled.</summary>
    public int Attempts { get; init; }

    public required DateTimeOffset NextAttemptAt { get; init; }

    public DateTimeOffset? DialUntilAt { get; init; }

    /// <summary>reached, lost, failed, withdrawn, expired or joined.</summary>
    public string? Outcome { get; init; }

    public Guid? JoinedId { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The value class of the customer, as it is now.</summary>
    public string? CustomerClass { get; init; }

    /// <summary>W3C trace context of the request.</summary>
    public string? Traceparent { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>The customer holds an agent: they are dialled, or on their way into the queue.</summary>
    public bool Outstanding => State is CallbackStates.Dialling or CallbackStates.Answered;

    /// <summary>The customer may be dialled now, and their phone may ring so long.</summary>
    public bool MayBeDialled(TimeSpan dialTime, DateTimeOffset now) =>
        State == CallbackStates.Waiting
        && NextAttemptAt <= now
        && (NotBeforeAt is not { } from || from <= now)
        && (NotAfterAt is not { } until || now + dialTime <= until);

    /// <summary>The callback as a call at its place: by this it is compared with those that wait.</summary>
    public WaitingCall AtItsPlace() => new()
    {
        CallId = CallbackId,
        State = CallStates.Waiting,
        QueueId = QueueId,
        QueuedAt = QueuedAt,
        Priority = Priority,
        Skills = Skills,
        CallerRef = CallerRef,
        Language = Language,
        CustomerClass = CustomerClass,
    };

    /// <summary>
    /// A customer asks. Who has asked this queue before and waits still keeps the earlier place and the higher
    /// priority; of two windows the later wish holds.
    /// </summary>
    public static CallbackChange Ask(
        CallbackRequested fact, Callback? earlier, Queue? queue, string? traceparent, DateTimeOffset now)
    {
        var asked = Of(fact, traceparent, now);
        if (queue is null)
        {
            return asked.End("failed", now);
        }

        if (earlier is null)
        {
            return new CallbackChange([asked], []);
        }

        var kept = earlier with
        {
            QueuedAt = earlier.QueuedAt <= fact.QueuedAt ? earlier.QueuedAt : fact.QueuedAt,
            Priority = Math.Max(earlier.Priority, fact.Priority),
            NotBeforeAt = fact.NotBeforeAt,
            NotAfterAt = fact.NotAfterAt,
            AskedInCallId = fact.CallId ?? earlier.AskedInCallId,
            ChangedAt = now,
        };
        var joined = (asked with { JoinedId = earlier.CallbackId }).End("joined", now);
        return new CallbackChange([kept, .. joined.Changed], joined.Events);
    }

    /// <summary>The customer is dialled; the answered call is served before every call that waits.</summary>
    public CallbackChange Dial(Guid callId, QueuePlan plan, TimeSpan dialTime, DateTimeOffset now)
    {
        var dialled = this with
        {
            State = CallbackStates.Dialling,
            CallId = callId,
            Attempts = Attempts + 1,
            DialUntilAt = now + dialTime,
            ChangedAt = now,
        };
        return new CallbackChange([dialled], [new CallbackDue
        {
            CallbackId = CallbackId,
            CallId = callId,
            QueueId = QueueId,
            Attempt = dialled.Attempts,
            Priority = (int)Math.Ceiling(plan.ScoreCap),
            DialUntilAt = now + dialTime,
            DecidedAt = now,
        }]);
    }

    /// <summary>The callback over, once.</summary>
    public CallbackChange End(string outcome, DateTimeOffset at) => State == CallbackStates.Ended
        ? CallbackChange.None
        : new CallbackChange(
            [this with { State = CallbackStates.Ended, Outcome = outcome, EndedAt = at, ChangedAt = at }],
            [new CallbackEnded
            {
                CallbackId = CallbackId,
                QueueId = QueueId,
                Outcome = outcome,
                Attempts = Attempts,
                CallId = CallId,
                JoinedId = JoinedId,
                EndedAt = at,
            }]);

    private static Callback Of(CallbackRequested fact, string? traceparent, DateTimeOffset now) => new()
    {
        CallbackId = fact.CallbackId,
        QueueId = fact.QueueId,
        CallerRef = fact.CallerRef,
        Language = fact.Language,
        Skills = [.. fact.Skills],
        Priority = fact.Priority,
        QueuedAt = fact.QueuedAt,
        NotBeforeAt = fact.NotBeforeAt,
        NotAfterAt = fact.NotAfterAt,
        RequestedAt = fact.RequestedAt,
        AskedInCallId = fact.CallId,
        State = CallbackStates.Waiting,
        NextAttemptAt = fact.RequestedAt,
        Traceparent = traceparent,
        ChangedAt = now,
    };
}

/// <summary>The callbacks as they are after a decision, those that changed, and what is to be said.</summary>
public sealed record CallbackChange(IReadOnlyList<Callback> Changed, IReadOnlyList<object> Events)
{
    public static CallbackChange None { get; } = new([], []);
}
