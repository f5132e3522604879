using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Controls;

namespace CallCenter.Telephony.Calls;

/// <summary>
/// The part of the rules that hands a caller on: to a queue, to an agent by way of a queue, to a number.
/// </summary>
public static partial class CallRules
{
    /// <summary>The agent is free at once; a caller whom nobody takes is back at the head of the queue.</summary>
    private static string? Transfer(CallStep step, Assignment assignment, CallControl control)
    {
        if (step.Call.Third is not null)
        {
            return "consulting";
        }

        if (control.TargetAgentId == assignment.AgentId)
        {
            return "yourself";
        }

        step.Order(new DropLeg(assignment.Leg));
        if (control.Number is not null)
        {
            step.Release(assignment, "agent", goesOn: true);
            step.Call = step.Call with { PreferredAgentId = null };
            step.Order(new MusicOn(step.Call.CallerLeg));
            RingThird(step, control);
            step.Enter(CallPhase.Transferring, step.Call.Third!.UntilAt);
            return null;
        }

        var queueId = control.QueueId ?? assignment.QueueId;
        SayTransferred(step, control.QueueId, control.TargetAgentId, toNumber: false);
        step.Release(assignment, "agent", goesOn: true);
        step.Call = step.Call with { QueueId = queueId, PreferredAgentId = control.TargetAgentId };
        if (control.TargetAgentId is not null)
        {
            // Routing waits for an agent who is preferred from the place on: an old place would leave no time.
            QueueAgain(step, placeAt: null, Math.Max(step.Call.Priority, HeadPriority));
        }
        else if (queueId == assignment.QueueId)
        {
            QueueAtTheHead(step);
        }
        else
        {
            var origin = new TransferOrigin
            {
                QueueId = assignment.QueueId,
                PlaceAt = step.Call.PlaceAt ?? step.Call.QueuedAt,
            };
            QueueAgain(step, placeAt: null, step.Call.Priority);
            step.Call = step.Call with { CameFrom = origin };
        }

        return Done;
    }

    /// <summary>An agent's phone, or a number where that may be dialled: the switch checks it once more.</summary>
    private static void RingThird(CallStep step, CallControl control)
    {
        var call = step.Call;
        var third = new ThirdParty
        {
            Leg = CallIds.ThirdLeg(call.CallId, control.ControlId),
            Talk = CallIds.Talk(call.CallId, control.ControlId),
            AgentId = control.TargetAgentId,
            Stage = ThirdStage.Ringing,
            UntilAt = step.Now + step.Settings.TransferRingTime,
            ControlId = control.ControlId,
        };
        step.Call = call with { Third = third };
        step.Order(control.TargetAgentId is { } agentId
            ? new RingAgent
            {
                Leg = third.Leg,
                Talk = third.Talk,
                AgentId = agentId,
                CallerLeg = call.CallerLeg,
                CallerNumber = call.CallerNumber,
                Facts = FactsOf(call),
                GiveUpAfter = step.Settings.TransferRingTime,
            }
            : new DialCustomer
            {
                Leg = third.Leg,
                Number = control.Number!,
                Shown = control.Shown ?? "",
                Roles = control.Roles ?? [],
                GiveUpAfter = step.Settings.TransferRingTime,
            });
        PrepareTelling(step, third);
    }

    private static void PickUpThird(CallStep step, ThirdParty third)
    {
        if (third.Stage != ThirdStage.Ringing)
        {
            return;
        }

        var near = step.Call.CallerLeg;
        if (step.Call.Phase == CallPhase.Transferring)
        {
            step.Order(new MusicOff(near));
        }
        else
        {
            near = step.Call.Assignment!.Leg;
            step.Order(third.IsSought ? new MusicOff(near) : new LeaveTalk(step.Call.Assignment.Talk, near));
        }

        step.Order(new JoinLegs(third.Talk, near, third.Leg));
        SetThird(step, third with { Stage = ThirdStage.Joining, UntilAt = step.Now + step.Settings.JoinLimit });
        step.Enter(step.Call.Phase, SideDeadline(step.Call));
    }

    private static void JoinThird(CallStep step, ThirdParty third)
    {
        // While the caller is told who takes over nobody has been joined.
        if (third is not { Stage: ThirdStage.Joining } || IsTold(step.Call, third))
        {
            return;
        }

        if (third.ControlId is { } controlId)
        {
            step.Answer(controlId, Done);
        }

        third = third with { ControlId = null };
        if (step.Call.Phase == CallPhase.Transferring && third is { AgentId: { } agentId, AssignmentId: { } own })
        {
            TakeOver(step, third, agentId, own);
            return;
        }

        if (step.Call.Phase == CallPhase.Transferring)
        {
            SetThird(step, third with { Stage = ThirdStage.Transferred });
            SayThrough(step, third);
            step.Enter(CallPhase.Transferred, deadlineAt: null);
            FollowCaller(step);
            return;
        }

        SetThird(step, third with { Stage = ThirdStage.Consulting });
        step.Say(new ConsultationStarted
        {
            CallId = step.Call.CallId,
            AgentId = step.Call.Assignment!.AgentId,
            ToAgentId = third.AgentId,
            ConsultationId = third.ConsultationId,
            AssignmentId = third.OfferId,
            StartedAt = step.Now,
        });
        step.Enter(CallPhase.Talking, TalkDeadline(step.Call));
    }

    /// <summary>They did not come, or have left: whoever is still there is never left alone.</summary>
    private static void LoseThird(CallStep step, string reason)
    {
        switch (step.Call.Phase)
        {
            case CallPhase.Transferring or CallPhase.Transferred when step.Call.Third!.OfFlow:
                BackToTheFlow(step, reason);
                break;
            case CallPhase.Transferring:
                step.Say(new TransferFailed { CallId = step.Call.CallId, Reason = reason, FailedAt = step.Now });
                step.DropThird(reason);
                QueueAtTheHead(step);
                break;
            case CallPhase.Transferred:
                step.DropThird(reason);
                step.HangUp("completed");
                break;
            default:
                var stage = step.Call.Third!.Stage;
                step.DropThird(reason);
                if (step.Call.Assignment!.Interruption is { } away)
                {
                    if (stage == ThirdStage.Conference && !away.Joining)
                    {
                        KeepCaller(step, step.Call.Assignment);
                    }
                }
                else if (stage is not (ThirdStage.Conference or ThirdStage.Parked))
                {
                    BackToTheCaller(step);
                }

                step.Enter(CallPhase.Talking, TalkDeadline(step.Call));
                break;
        }
    }

    /// <summary>The queue does not take the caller: a wrong one, or one that is closed, must not lose them.</summary>
    private static void BackFromTransfer(CallStep step, TransferOrigin origin, string reason)
    {
        step.Say(new TransferFailed { CallId = step.Call.CallId, Reason = reason, FailedAt = step.Now });
        step.Call = step.Call with
        {
            QueueId = origin.QueueId,
            PreferredAgentId = null,
            PlaceAt = origin.PlaceAt,
            QueuedMs = step.WaitedMs(),
        };
        QueueAtTheHead(step);
    }

    /// <summary>Before all others of the queue: the caller has waited there already.</summary>
    private static void QueueAtTheHead(CallStep step) =>
        QueueAgain(step, step.Call.PlaceAt ?? step.Call.QueuedAt, Math.Max(step.Call.Priority, HeadPriority));

    private static void SayTransferred(
        CallStep step, Guid? queueId, Guid? agentId, bool toNumber, Assignment? taken = null) =>
        step.Say(new CallTransferred
        {
            CallId = step.Call.CallId,
            AgentId = step.Call.AgentId!.Value,
            Kind = queueId is not null ? "queue" : toNumber ? "number" : "agent",
            ToQueueId = queueId,
            ToAgentId = agentId,
            AssignmentId = taken?.AssignmentId,
            QueueId = taken?.QueueId,
            TransferredAt = step.Now,
        });

    private static void SetThird(CallStep step, ThirdParty third) => step.Call = step.Call with { Third = third };

    private static DateTimeOffset? SideDeadline(Call call) =>
        call.Phase == CallPhase.Transferring ? call.Third?.UntilAt : TalkDeadline(call);
}
