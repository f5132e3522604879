namespace CallCenter.Telephony.Calls;

/// <summary>The part of the rules that hears what Routing wants of a call on the line.</summary>
public static partial class CallRules
{
    private static void HearOrder(CallStep step, RoutingOrder order)
    {
        switch (order)
        {
            case Assigned assigned:
                Assign(step, assigned);
                break;
            case Rescinded rescinded:
                Rescind(step, rescinded);
                break;
            case Moved moved:
                Move(step, moved);
                break;
            case NotRoutable refused:
                RefuseRouting(step, refused.Reason);
                break;
        }
    }

    /// <summary>
    /// Routing has moved the waiting call; what is said from here on names that queue. Callers do not hear of it, so
    /// what they were offered holds.
    /// </summary>
    private static void Move(CallStep step, Moved moved)
    {
        if (step.Call.Phase is CallPhase.Queued or CallPhase.Ringing or CallPhase.Connecting
            && step.Call.LastQueueId == moved.FromQueueId)
        {
            step.Call = step.Call with { MovedToQueueId = moved.ToQueueId };
        }
    }
}
