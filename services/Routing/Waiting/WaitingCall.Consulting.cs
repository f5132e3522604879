using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Queues;

namespace CallCenter.Routing.Waiting;

/// <summary>The part about an agent who asks any agent of a queue: that waits like a call, and is none.</summary>
public sealed partial record WaitingCall
{
    /// <summary>In place of why a call is meant for somebody: it is meant for nobody, and no caller waits.</summary>
    public const string Consultation = "consultation";

    /// <summary>No caller waits here, but an agent who speaks with theirs: it is no call of the queue.</summary>
    public bool IsConsultation => PreferredAs == Consultation;

    /// <summary>
    /// Hears that an agent wants to speak with any agent of a queue. It waits like a call; neither is it known before,
    /// unless it is heard again or its end was heard first, nor is a queue full for it.
    /// </summary>
    public static CallChange Consult(
        WaitingCall? known, ConsultationQueued fact, Queue? asked, string? traceparent, DateTimeOffset now)
    {
        if (known is not null)
        {
            return CallChange.None;
        }

        var queue = asked?.At(now);
        var sought = new WaitingCall
        {
            CallId = fact.ConsultationId,
            State = CallStates.Waiting,
            QueueId = fact.QueueId,
            QueuedAt = fact.QueuedAt,
            EnteredAt = now,
            Priority = fact.Priority,
            Language = fact.Language,
            PreferredAs = Consultation,
            Traceparent = traceparent,
            ChangedAt = now,
        };
        return AdmissionRules.Shut(queue, now) is { } refusal
            ? sought.Refuse(refusal, fact.QueueId, now)
            : new CallChange(PlaceRules.Place(sought, queue!.Plan, now), []);
    }
}
