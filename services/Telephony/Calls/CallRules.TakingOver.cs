using CallCenter.Contracts.Telephony;

namespace CallCenter.Telephony.Calls;

/// <summary>
/// The part of the rules in which whoever was asked first takes the caller over: an agent is then the agent of the
/// call, and the caller is told their number where that is wanted.
/// </summary>
public static partial class CallRules
{
    /// <summary>The agent leaves, caller and third party stay together.</summary>
    private static void Complete(CallStep step, Assignment assignment, string releasedBy = "agent")
    {
        var third = step.Call.Third!;
        // In a conference caller and third party have met.
        var tells = third is { Introduction.Sound: not null, Stage: not ThirdStage.Conference };
        step.Order(third.Stage switch
        {
            ThirdStage.Parked => new MusicOff(third.Leg),
            ThirdStage.Conference => new LeaveTalk(assignment.Talk, third.Leg),
            _ => new LeaveTalk(third.Talk, assignment.Leg),
        });
        if (tells && third.Stage == ThirdStage.Consulting)
        {
            step.Order(new LeaveTalk(third.Talk, third.Leg));
        }

        step.Call = step.Call with { Third = null };
        step.Release(assignment, releasedBy, goesOn: true);
        SetThird(step, third with
        {
            Stage = ThirdStage.Joining,
            AssignmentId = third.AgentId is null ? null : step.FreshId,
            Introduction = tells ? third.Introduction : null,
        });
        if (tells)
        {
            TellWhoTakesOver(step, third);
        }
        else
        {
            JoinCaller(step, step.Call.Third!);
        }
    }

    /// <summary>Both hear it, apart from each other, as when an agent comes from a queue.</summary>
    private static void TellWhoTakesOver(CallStep step, ThirdParty third)
    {
        var sound = third.Introduction!.Sound!;
        step.Play(CallPhase.Transferring, sound);
        step.Order(new Play(third.Leg, AgentPrompt(step.Call), sound, step.Call.Language));
        step.Call = step.Call with { Prompts = step.Call.Prompts + 1 };
        SetThird(step, step.Call.Third! with { UntilAt = step.Now + _introductionLimit });
        step.Enter(CallPhase.Transferring, step.Call.Third!.UntilAt);
    }

    private static bool IsTold(Call call, ThirdParty third) =>
        call.Phase == CallPhase.Transferring && third.Introduction is not null;

    /// <summary>It has been heard, or its time is over.</summary>
    private static void EndTelling(CallStep step, ThirdParty third)
    {
        StopPrompts(step);
        JoinCaller(step, third with { Introduction = null });
    }

    private static void JoinCaller(CallStep step, ThirdParty third)
    {
        step.Order(new JoinLegs(third.Talk, step.Call.CallerLeg, third.Leg));
        SetThird(step, third with { UntilAt = step.Now + step.Settings.JoinLimit });
        step.Enter(CallPhase.Transferring, step.Call.Third!.UntilAt);
    }

    /// <summary>Whoever was asked first is the agent of the call now, as if it had been assigned to them.</summary>
    private static void TakeOver(CallStep step, ThirdParty third, Guid agentId, Guid assignmentId)
    {
        var assignment = new Assignment
        {
            AssignmentId = assignmentId,
            AgentId = agentId,
            QueueId = step.Call.LastQueueId!.Value,
            RingUntilAt = step.Now,
            Leg = third.Leg,
            Talk = third.Talk,
            RingingAt = step.Now,
        };
        SayTransferred(step, queueId: null, agentId, toNumber: false, assignment);
        step.Call = step.Call with { Third = null };
        BeginTalk(step, assignment);
    }
}
