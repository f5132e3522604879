using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Controls;

namespace CallCenter.Telephony.Calls;

/// <summary>
/// The part of the rules in which a supervisor takes part in a talk. It is never the supervisor's call.
/// </summary>
public static partial class CallRules
{
    private static string? Supervise(CallStep step, Assignment assignment, CallControl control)
    {
        var call = step.Call;
        if (control.TargetAgentId == assignment.AgentId)
        {
            return "yourself";
        }

        if (call.Supervision is { } present)
        {
            return present.SupervisorId != control.TargetAgentId ? "supervised"
                : present.StartedAt is null ? "under-way"
                : SwitchMode(step, present, control.Mode!);
        }

        var supervision = new Supervision
        {
            SupervisorId = control.TargetAgentId!.Value,
            Leg = CallIds.SupervisorLeg(call.CallId, control.ControlId),
            Ear = CallIds.Ear(call.CallId, control.ControlId),
            Talk = CallIds.Talk(call.CallId, control.ControlId),
            Mode = control.Mode!,
            UntilAt = step.Now + step.Settings.TransferRingTime,
            ControlId = control.ControlId,
        };
        step.Call = call with { Supervision = supervision };
        step.Order(new RingAgent
        {
            Leg = supervision.Leg,
            Talk = supervision.Talk,
            AgentId = supervision.SupervisorId,
            CallerLeg = call.CallerLeg,
            GiveUpAfter = step.Settings.TransferRingTime,
        });
        return null;
    }

    private static string SwitchMode(CallStep step, Supervision supervision, string mode)
    {
        if (supervision.Mode != mode)
        {
            step.Call = step.Call with { Supervision = supervision with { Mode = mode } };
            OrderSupervision(step);
            SayChanged(step, AgentOf(step.Call) ?? step.Call.AgentId!.Value);
        }

        return Done;
    }

    /// <summary>The agent whom the caller talks with; null while it is nobody, or somebody outside.</summary>
    private static Guid? AgentOf(Call call) => call.Assignment?.AgentId ?? call.Third?.AgentId;

    private static void SayChanged(CallStep step, Guid agentId) => step.Say(new SupervisionChanged
    {
        CallId = step.Call.CallId,
        AgentId = agentId,
        SupervisorId = step.Call.Supervision!.SupervisorId,
        Mode = step.Call.Supervision.Mode,
        ChangedAt = step.Now,
    });

    /// <summary>What a supervisor may ask while the caller is handed on, and after that.</summary>
    private static string? ControlFollower(CallStep step, CallControl control)
    {
        if (step.Call is not { Phase: not (CallPhase.Talking or CallPhase.Ended), Supervision: { } present })
        {
            return null;
        }

        return control.Action switch
        {
            ControlActions.Unsupervise => StopSupervision(step, control),
            ControlActions.Supervise when present.SupervisorId == control.TargetAgentId =>
                SwitchMode(step, present, control.Mode!),
            _ => null,
        };
    }

    /// <summary>The caller talks with somebody again: the supervisor who follows listens to that talk.</summary>
    private static void FollowCaller(CallStep step)
    {
        if (step.Call.Supervision is not null)
        {
            OrderSupervision(step);
        }
    }

    private static string StopSupervision(CallStep step, CallControl control)
    {
        if (step.Call.Supervision is { } present && present.SupervisorId != control.TargetAgentId)
        {
            return "supervised";
        }

        step.EndSupervision("asked");
        return Done;
    }

    private static void OrderSupervision(CallStep step)
    {
        var supervision = step.Call.Supervision!;
        var (agentLeg, mainTalk) = step.Call switch
        {
            { Phase: CallPhase.Talking, Assignment: { } assignment } => (assignment.Leg, assignment.Talk),
            { Phase: CallPhase.Transferred, Third: { } third } => (third.Leg, third.Talk),
            _ => (null, null),
        };
        if (agentLeg is null || mainTalk is null)
        {
            // The caller talks with nobody: the next talk is listened to.
            return;
        }

        step.Order(new Listen
        {
            Leg = supervision.Leg,
            Ear = supervision.Ear,
            Talk = supervision.Talk,
            AgentLeg = agentLeg,
            MainTalk = mainTalk,
            Mode = supervision.Mode,
        });
    }

    private static void HearSupervision(CallStep step, SupervisionTried tried)
    {
        if (step.Call.Supervision is not { } supervision || supervision.Leg != tried.Leg)
        {
            return;
        }

        if (!tried.IsDone)
        {
            step.EndSupervision("failed");
        }
        else if (supervision.StartedAt is null)
        {
            if (supervision.ControlId is { } controlId)
            {
                step.Answer(controlId, Done);
            }

            step.Call = step.Call with { Supervision = supervision with { StartedAt = step.Now, ControlId = null } };
            step.Say(new SupervisionStarted
            {
                CallId = step.Call.CallId,
                AgentId = step.Call.Assignment!.AgentId,
                SupervisorId = supervision.SupervisorId,
                Mode = supervision.Mode,
                StartedAt = step.Now,
            });
        }

        else if (supervision.IsWaiting)
        {
            step.Call = step.Call with { Supervision = supervision with { IsWaiting = false } };
            if (AgentOf(step.Call) is { } agentId)
            {
                SayChanged(step, agentId);
            }
        }

        GoOn(step);
    }

    private static void AdoptSupervision(CallStep step, Adopted adopted)
    {
        if (step.Call.Supervision is not { } supervision)
        {
            return;
        }

        if (!adopted.Sides.TryGetValue(supervision.Leg, out var isUp))
        {
            step.EndSupervision("failed");
        }
        else if (isUp)
        {
            OrderSupervision(step);
        }
    }
}
