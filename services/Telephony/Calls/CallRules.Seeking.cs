using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Controls;

namespace CallCenter.Telephony.Calls;

/// <summary>
/// The part of the rules in which Routing finds the agent whom another asks: any of a queue. Caller and agent hear
/// music until one is there; whoever does not come is declined, and the search goes on until its time is over.
/// </summary>
public static partial class CallRules
{
    private static void Seek(CallStep step, Assignment assignment, CallControl control, Guid queueId)
    {
        var call = step.Call;
        var until = step.Now + step.Settings.ConsultWaitTime;
        step.Call = call with
        {
            Third = new ThirdParty
            {
                Leg = "",
                Talk = "",
                Stage = ThirdStage.Seeking,
                UntilAt = until,
                SoughtUntilAt = until,
                ControlId = control.ControlId,
                ConsultationId = step.FreshId,
                QueueId = queueId,
            },
        };
        step.Order(new LeaveTalk(assignment.Talk, assignment.Leg));
        step.Order(new MusicOn(assignment.Leg));
        step.Say(new ConsultationQueued
        {
            CallId = call.CallId,
            ConsultationId = step.FreshId,
            AgentId = assignment.AgentId,
            QueueId = queueId,
            QueuedAt = step.Now,
            Language = call.Language,
            Priority = call.Priority,
        });
    }

    /// <summary>What Routing says of a search: the present one, or one that is over.</summary>
    private static void HearOfSearch(CallStep step, Guid consultationId, RoutingOrder order)
    {
        var third = step.Call.Third?.ConsultationId == consultationId ? step.Call.Third : null;
        switch (order)
        {
            case Assigned assigned when third is null || assigned.AssignmentId != third.OfferId:
                if (SearchRefusal(third, assigned, step.Now) is { } reason)
                {
                    step.Decline(assigned.AssignmentId, assigned.AgentId, reason, consultationId);
                }
                else
                {
                    RingForAgent(step, third!, assigned);
                }

                break;
            case Rescinded rescinded when third is { Stage: ThirdStage.Ringing }
                && third.OfferId == rescinded.AssignmentId:
                SeekOn(step, third);
                break;
            case NotRoutable refused when third is { Stage: ThirdStage.Seeking }:
                LoseThird(step, refused.Reason);
                break;
        }

        GoOn(step);
    }

    /// <summary>Why whoever was found is not rung; null when they are.</summary>
    private static string? SearchRefusal(ThirdParty? third, Assigned found, DateTimeOffset now) => third?.Stage switch
    {
        null => "caller-gone",
        ThirdStage.Seeking => found.RingUntilAt <= now ? "late" : null,
        ThirdStage.Ringing => "late",
        _ => "already-answered",
    };

    private static void RingForAgent(CallStep step, ThirdParty third, Assigned found)
    {
        var call = step.Call;
        var ringUntil = Earlier(found.RingUntilAt, step.Now + step.Settings.RingLimit);
        var rung = third with
        {
            Leg = CallIds.ThirdLeg(call.CallId, found.AssignmentId),
            Talk = CallIds.Talk(call.CallId, found.AssignmentId),
            AgentId = found.AgentId,
            Stage = ThirdStage.Ringing,
            UntilAt = ringUntil,
            OfferId = found.AssignmentId,
            RingingAt = null,
        };
        SetThird(step, rung);
        step.Order(new RingAgent
        {
            Leg = rung.Leg,
            Talk = rung.Talk,
            AgentId = found.AgentId,
            CallerLeg = call.CallerLeg,
            CallerNumber = call.CallerNumber,
            Facts = FactsOf(call) with { QueueId = rung.QueueId },
            GiveUpAfter = ringUntil - step.Now,
        });
        PrepareTelling(step, rung);
    }

    private static void RingFound(CallStep step, ThirdParty third)
    {
        if (third is { IsSought: true, RingingAt: null })
        {
            SetThird(step, third with { RingingAt = step.Now });
            step.Say(new AgentRinging
            {
                CallId = third.ConsultationId!.Value,
                AssignmentId = third.OfferId!.Value,
                AgentId = third.AgentId!.Value,
                RingingAt = step.Now,
            });
        }
    }

    /// <summary>A third party did not come, or has left. Who was found for a search is followed by the next.</summary>
    private static void MissThird(CallStep step, ThirdParty third, string reason)
    {
        if (third is not { Stage: ThirdStage.Ringing, ConsultationId: { } consultationId })
        {
            LoseThird(step, reason);
            return;
        }

        step.Decline(
            third.OfferId!.Value, third.AgentId!.Value, reason == NoMedia ? Failed : reason, consultationId);
        SeekOn(step, third);
        GoOn(step);
    }

    /// <summary>Nobody rings any more; Routing looks for the next one, until the time is over.</summary>
    private static void SeekOn(CallStep step, ThirdParty third)
    {
        step.Order(new DropLeg(third.Leg));
        step.Order(new RemoveTalk(third.Talk));
        SetThird(step, third with
        {
            Leg = "",
            Talk = "",
            AgentId = null,
            OfferId = null,
            RingingAt = null,
            Introduction = null,
            Stage = ThirdStage.Seeking,
            UntilAt = third.SoughtUntilAt!.Value,
        });
        if (third.SoughtUntilAt <= step.Now)
        {
            LoseThird(step, "timeout");
        }
    }
}
