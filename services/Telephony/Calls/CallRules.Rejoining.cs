namespace CallCenter.Telephony.Calls;

/// <summary>
/// The part of the rules in which caller and agent are put together again: until the switch has done it the caller
/// hears music, and after some failures waits for another agent. Nobody is left in silence.
/// </summary>
public static partial class CallRules
{
    /// <summary>So often the switch is told.</summary>
    private const int JoinTries = 3;

    private static readonly TimeSpan _joinPause = TimeSpan.FromSeconds(1);

    private static void PutTogether(CallStep step, Guid? controlId = null)
    {
        var assignment = step.Call.Assignment!;
        var before = assignment.Rejoin;
        if (before is { IsWaiting: true })
        {
            step.Order(new MusicOff(step.Call.CallerLeg));
        }

        step.Order(new JoinLegs(assignment.Talk, step.Call.CallerLeg, assignment.Leg));
        SetRejoin(step, new Rejoin
        {
            Failures = before?.Failures ?? 0,
            ControlId = controlId ?? before?.ControlId,
            UntilAt = step.Now + step.Settings.JoinLimit,
        });
    }

    /// <summary>True when the input tells whether a talk is one, and is dealt with.</summary>
    private static bool HearTogether(CallStep step, CallInput input)
    {
        if (step.Call is not
            { Phase: CallPhase.Talking, Assignment: { HeldAt: null, Interruption: null } assignment })
        {
            return input is TalkBroken;
        }

        switch (input)
        {
            case Joined joined when joined.Talk == assignment.Talk && assignment.Rejoin is { } rejoin:
                step.EndRejoin(Done);
                if (rejoin.IsWaiting)
                {
                    step.RecordSides();
                }

                GoOn(step);
                return true;
            case JoinFailed failed when failed.Talk == assignment.Talk:
                if (assignment.Rejoin is not { IsWaiting: true })
                {
                    MissJoin(step, assignment);
                }

                return true;
            case TalkBroken broken:
                if (broken.Talk == assignment.Talk && assignment.Rejoin is null && step.Call.Pending is null)
                {
                    PutTogether(step);
                }

                return true;
            default:
                return false;
        }
    }

    /// <summary>The time of a try, or of the pause before the next one, is over.</summary>
    private static void PassJoin(CallStep step, Assignment assignment)
    {
        if (assignment.Rejoin!.IsWaiting)
        {
            PutTogether(step);
            step.RecordSides();
        }
        else
        {
            MissJoin(step, assignment);
        }
    }

    private static void MissJoin(CallStep step, Assignment assignment)
    {
        var failures = (assignment.Rejoin?.Failures ?? 0) + 1;
        if (failures >= JoinTries)
        {
            ReturnToQueue(step, assignment, "failed", releasedBy: "system");
            return;
        }

        step.Order(new MusicOn(step.Call.CallerLeg));
        SetRejoin(step, new Rejoin
        {
            Failures = failures,
            IsWaiting = true,
            ControlId = assignment.Rejoin?.ControlId,
            UntilAt = step.Now + _joinPause,
        });
        step.RecordSides();
    }

    private static void SetRejoin(CallStep step, Rejoin rejoin)
    {
        step.Call = step.Call with { Assignment = step.Call.Assignment! with { Rejoin = rejoin } };
        step.Enter(CallPhase.Talking, TalkDeadline(step.Call));
    }
}
