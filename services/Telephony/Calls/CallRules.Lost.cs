using CallCenter.Telephony.Callbacks;

namespace CallCenter.Telephony.Calls;

/// <summary>The part of the rules in which the caller's leg is gone: hung up, or down with its switch.</summary>
public static partial class CallRules
{
    private static void LoseCaller(CallStep step, bool lost)
    {
        var call = step.Call;
        var waiting = call is { Phase: CallPhase.Queued, NotRoutable: null }
            or { Phase: CallPhase.Ringing or CallPhase.Connecting };
        if (call is { Phase: CallPhase.Ringing or CallPhase.Connecting, Assignment: { } ringing })
        {
            if (ringing.AssignmentId != call.OutboundAssignmentId)
            {
                step.Decline(ringing.AssignmentId, ringing.AgentId, "caller-gone");
            }

            step.Order(new DropLeg(ringing.Leg));
            step.Order(new RemoveTalk(ringing.Talk));
        }
        else if (call is { Phase: CallPhase.Talking, Assignment: { } talking })
        {
            step.Release(talking, lost ? "system" : "caller");
            step.Order(new DropLeg(talking.Leg));
        }

        if (lost)
        {
            AskForTheLost(step, call);
        }

        step.End(
            call.EndCause ?? (lost ? "lost" : "caller-hung-up"),
            abandoned: waiting && !lost && call is { CallbackId: null, Outbound: null });
    }

    /// <summary>
    /// Who was on the way to an agent, or talked with one, is called back: before all others of the queue, at the place
    /// they had. A caller who may not be dialled, or had not come to a queue yet, can only call again; of a customer
    /// who was just being called back Routing hears that the line was lost.
    /// </summary>
    private static void AskForTheLost(CallStep step, Call call)
    {
        if (!WasToBeServed(call)
            || call is { CallbackId: not null, AgentId: null }
            || call is not { NumberId: { } numberId, CallerRef: { } callerRef, CallerNumber: { } number }
            || call.LastQueueId is not { } queueId
            || !CallbackRules.Permits(step.Settings.DialAllowed, number))
        {
            return;
        }

        step.Ask(new Callback
        {
            CallbackId = step.FreshId,
            E164 = number,
            CallerRef = callerRef,
            NumberId = numberId,
            QueueId = queueId,
            CallId = call.CallId,
            Language = call.Language,
            Skills = [.. call.Skills],
            Priority = Math.Max(call.Priority, HeadPriority),
            QueuedAt = call.PlaceAt ?? call.QueuedAt ?? call.ArrivedAt,
            RequestedAt = step.Now,
        });
    }

    private static bool WasToBeServed(Call call) => call.Phase switch
    {
        CallPhase.Greeting or CallPhase.Queued or CallPhase.Ringing or CallPhase.Connecting or CallPhase.Talking
            or CallPhase.Transferring or CallPhase.Transferred => true,
        CallPhase.InFlow => call.AgentId is null,
        _ => false,
    };
}
