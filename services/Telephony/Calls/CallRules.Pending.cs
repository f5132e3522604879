using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Controls;

namespace CallCenter.Telephony.Calls;

/// <summary>
/// The part of the rules for controls that are done when the switch has obeyed: whoever is told "done" can rely on it,
/// and what the switch refuses is said and taken back.
/// </summary>
public static partial class CallRules
{
    private const string Failed = "failed";

    /// <summary>Those that wait for one of them to be answered.</summary>
    private static readonly string[] _oneByOne =
    [
        ControlActions.Hold, ControlActions.Resume, ControlActions.Mute, ControlActions.Unmute, ControlActions.Keys,
        ControlActions.Collect, ControlActions.Consult, ControlActions.Swap, ControlActions.Conference,
        ControlActions.Complete, ControlActions.Cancel,
    ];

    private static string? PendingRefusal(Call call, CallControl control) =>
        (call.Pending is not null || call.Assignment?.Rejoin?.ControlId is not null)
        && _oneByOne.Contains(control.Action, StringComparer.Ordinal)
            ? "under-way"
            : null;

    /// <summary>Gives the order; the control is answered with what comes of it.</summary>
    private static string? Await(CallStep step, CallControl control, SwitchOrder order)
    {
        step.Call = step.Call with
        {
            Pending = new PendingControl { ControlId = control.ControlId, Control = control },
        };
        step.Order(order with { ControlId = control.ControlId });
        return null;
    }

    /// <summary>The caller leaves the talk first; what was asked follows.</summary>
    private static string? HoldFirst(CallStep step, Assignment assignment, CallControl control) =>
        Await(step, control, new LeaveTalk(assignment.Talk, step.Call.CallerLeg));

    private static void HearControl(CallStep step, ControlTried tried)
    {
        if (step.Call.Pending is not { Control: { } control } || control.ControlId != tried.ControlId)
        {
            return;
        }

        step.Call = step.Call with { Pending = null };
        var assignment = step.Call.Assignment!;
        if ((tried.IsDone ? GoOnWith(step, assignment, control) : TakeBack(step, assignment, control)) is { } outcome)
        {
            step.Answer(control.ControlId, outcome);
        }

        GoOn(step);
    }

    private static string? GoOnWith(CallStep step, Assignment assignment, CallControl control)
    {
        switch (control.Action)
        {
            case ControlActions.Mute or ControlActions.Unmute:
                SetMuted(step, assignment, control.Action == ControlActions.Mute);
                return Done;
            case ControlActions.Keys:
                SayKeys(step, assignment, control.Digits!.Length);
                return Done;
            case ControlActions.Conference:
                return BeginConference(step, assignment);
            default:
                Hold(step);
                var outcome = Obey(step, control);
                if (outcome is not (null or Done))
                {
                    BackToTheCaller(step);
                }

                return outcome;
        }
    }

    /// <summary>The switch may have obeyed without an answer: it is told what is so.</summary>
    private static string TakeBack(CallStep step, Assignment assignment, CallControl control)
    {
        switch (control.Action)
        {
            case ControlActions.Mute or ControlActions.Unmute:
                step.Order(new MuteLeg(assignment.Leg, assignment.Muted));
                break;
            case ControlActions.Keys:
                break;
            case ControlActions.Conference:
                ParkAgain(step, assignment);
                break;
            default:
                PutTogether(step);
                break;
        }

        return Failed;
    }

    private static void SetMuted(CallStep step, Assignment assignment, bool muted)
    {
        step.Call = step.Call with { Assignment = assignment with { Muted = muted } };
        step.Say(muted
            ? new AgentMuted { CallId = step.Call.CallId, AgentId = assignment.AgentId, MutedAt = step.Now }
            : new AgentUnmuted { CallId = step.Call.CallId, AgentId = assignment.AgentId, UnmutedAt = step.Now });
    }

    private static void SayKeys(CallStep step, Assignment assignment, int count) => step.Say(new KeysSent
    {
        CallId = step.Call.CallId,
        AgentId = assignment.AgentId,
        Count = count,
        SentAt = step.Now,
    });
}
