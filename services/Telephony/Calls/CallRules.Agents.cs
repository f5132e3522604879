using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Flows;

namespace CallCenter.Telephony.Calls;

/// <summary>The part of the rules that deals with agents: ringing, picking up, being put through, leaving.</summary>
public static partial class CallRules
{
    private static void Assign(CallStep step, Assigned order)
    {
        var call = step.Call;
        if (call.Assignment?.AssignmentId == order.AssignmentId)
        {
            return;
        }

        if (Refusal(call, order, step.Now) is { } reason)
        {
            step.Decline(order.AssignmentId, order.AgentId, reason);
            return;
        }

        DropOffer(step);
        call = step.Call;
        var ringUntil = Earlier(order.RingUntilAt, step.Now + step.Settings.RingLimit);
        var assignment = new Assignment
        {
            AssignmentId = order.AssignmentId,
            AgentId = order.AgentId,
            QueueId = order.QueueId,
            RingUntilAt = ringUntil,
            Leg = CallIds.AgentLeg(call.CallId, order.AssignmentId),
            Talk = CallIds.Talk(call.CallId, order.AssignmentId),
        };
        // Routing reserves for the queue in which the call is.
        step.Call = call with { Assignment = assignment, MovedToQueueId = order.QueueId };
        step.Enter(CallPhase.Ringing, ringUntil);
        step.Order(RingOf(step.Call, assignment, ringUntil - step.Now));
        PrepareIntroduction(step, assignment);
    }

    private static RingAgent RingOf(Call call, Assignment assignment, TimeSpan giveUpAfter) => new()
    {
        Leg = assignment.Leg,
        Talk = assignment.Talk,
        AgentId = assignment.AgentId,
        CallerLeg = call.CallerLeg,
        CallerNumber = call.CallerNumber,
        Facts = FactsOf(call),
        GiveUpAfter = giveUpAfter,
    };

    /// <summary>Why an assignment cannot be obeyed; null when it can.</summary>
    private static string? Refusal(Call call, Assigned order, DateTimeOffset now) => call.Phase switch
    {
        // The queue lets it wait no longer.
        CallPhase.Queued when call.NotRoutable is not null => "late",
        CallPhase.Queued => order.RingUntilAt <= now ? "late" : null,
        // Another agent is being rung: this order was overtaken.
        CallPhase.Ringing => "late",
        CallPhase.Connecting or CallPhase.Talking => "already-answered",
        CallPhase.Greeting => "failed",
        // It has left the queue meanwhile.
        CallPhase.InFlow when call.AgentId is null => "late",
        _ => call.AgentId is null ? "caller-gone" : "already-answered",
    };

    private static void Rescind(CallStep step, Rescinded order)
    {
        if (step.Call is { Phase: CallPhase.Ringing, Assignment: { } assignment }
            && assignment.AssignmentId == order.AssignmentId)
        {
            LetGo(step, assignment);
        }
    }

    private static void Ring(CallStep step, string leg)
    {
        if (step.Call is { Phase: CallPhase.Ringing, Assignment: { RingingAt: null } assignment }
            && assignment.Leg == leg)
        {
            SayRinging(step, assignment);
            if (assignment.AnswerControlId is not null)
            {
                step.Order(new AskToAnswer(leg));
            }
        }
    }

    private static void SayRinging(CallStep step, Assignment assignment)
    {
        step.Call = step.Call with { Assignment = assignment with { RingingAt = step.Now } };
        step.Say(new AgentRinging
        {
            CallId = step.Call.CallId,
            AssignmentId = assignment.AssignmentId,
            AgentId = assignment.AgentId,
            RingingAt = step.Now,
        });
    }

    private static void PickUp(CallStep step, string leg)
    {
        var call = step.Call;
        if (call.Assignment?.Leg != leg)
        {
            step.Order(new DropLeg(leg));
        }

        if (call.Assignment?.Leg != leg || call.Phase != CallPhase.Ringing)
        {
            return;
        }

        if (call.Assignment.RingingAt is null)
        {
            SayRinging(step, call.Assignment);
        }

        NoteAnswer(step);
        AnswerNow(step);
        Introduce(step);
    }

    private static void Join(CallStep step, string talk)
    {
        var call = step.Call;
        if (call is not { Phase: CallPhase.Connecting, Assignment: { Introduction: null } assignment }
            || assignment.Talk != talk)
        {
            return;
        }

        step.Call = call with { QueuedMs = step.WaitedMs() };
        BeginTalk(step, assignment);
    }

    /// <summary>Caller and agent hear each other: each agent's talk is a recording of its own.</summary>
    private static void BeginTalk(CallStep step, Assignment assignment)
    {
        var call = step.Call;
        step.Call = call with
        {
            CameFrom = null,
            AgentId = assignment.AgentId,
            Assignment = assignment with { AnsweredAt = step.Now },
            Recording = !call.Recorded ? null : new CallRecording
            {
                RecordingId = step.FreshId,
                AssignmentId = assignment.AssignmentId,
                AgentId = assignment.AgentId,
                QueueId = assignment.QueueId,
                StartedAt = step.Now,
            },
        };
        step.Enter(CallPhase.Talking, deadlineAt: null);
        step.Say(new CallAnswered
        {
            CallId = call.CallId,
            AssignmentId = assignment.AssignmentId,
            AgentId = assignment.AgentId,
            QueueId = assignment.QueueId,
            AnsweredAt = step.Now,
        });
        if (call.Recorded)
        {
            step.Order(new StartRecording(call.CallerLeg, step.FreshId));
        }

        FollowCaller(step);
    }

    private static void LoseAgent(CallStep step, AgentLegGone gone)
    {
        var call = step.Call;
        if (call.Assignment is not { } assignment || assignment.Leg != gone.Leg)
        {
            return;
        }

        if (call.Phase == CallPhase.Talking)
        {
            LoseTalkingAgent(step, assignment);
        }
        else
        {
            GiveUpAgent(step, gone.Reason);
        }
    }

    private static void AfterTalk(CallStep step)
    {
        if (IsOfFlow(step.Call))
        {
            StepFlow(step, new CameBack("connected"));
        }
        else
        {
            AskForScore(step);
        }
    }

    private static void AskForScore(CallStep step)
    {
        if (step.Call.Survey)
        {
            step.Play(CallPhase.Surveying, step.Settings.SurveyMedia);
        }
        else
        {
            step.HangUp("completed");
        }
    }

    private static void GiveUpAgent(CallStep step, string reason)
    {
        var assignment = step.Call.Assignment!;
        if (step.Call.Outbound is not null && assignment.AssignmentId == step.Call.OutboundAssignmentId)
        {
            EndOutbound(step, "failed");
            return;
        }

        step.Decline(assignment.AssignmentId, assignment.AgentId, reason == NoMedia ? "failed" : reason);
        LetGo(step, assignment);
    }

    /// <summary>The call is as it was before the assignment.</summary>
    private static void LetGo(CallStep step, Assignment assignment)
    {
        var musicIsOff = step.Call.Phase == CallPhase.Connecting;
        StopIntroduction(step);
        step.Order(new DropLeg(assignment.Leg));
        step.Order(new RemoveTalk(assignment.Talk, musicIsOff ? step.Call.CallerLeg : null));
        if (step.Call.NotRoutable is { } notRoutable)
        {
            RefuseToWait(step, notRoutable);
            return;
        }

        if (musicIsOff)
        {
            step.Order(new MusicOn(step.Call.CallerLeg));
        }

        step.Wait();
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
