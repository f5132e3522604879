namespace CallCenter.Telephony.Calls;

/// <summary>
/// The part of the rules in which the caller is told the number of the agent who has picked up, before both are put
/// through. It is made while the phone rings; whatever is wrong with it, they are put through without.
/// </summary>
public static partial class CallRules
{
    /// <summary>How long an agent who picks up at once waits for a sentence that is still being made.</summary>
    private static readonly TimeSpan _introductionPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest that it may play.</summary>
    private static readonly TimeSpan _introductionLimit = TimeSpan.FromSeconds(8);

    /// <summary>And how long beyond the time to ring: Routing's lease lasts 5 s longer than that.</summary>
    private static readonly TimeSpan _introductionEnd = TimeSpan.FromSeconds(3);

    private static void PrepareIntroduction(CallStep step, Assignment assignment)
    {
        if (step.Call.AnnouncesAgent)
        {
            step.Call = step.Call with { Assignment = assignment with { Introduction = new Introduction() } };
            step.Order(new MakeIntroduction(assignment.Leg, assignment.AgentId, step.Call.Language));
        }
    }

    /// <summary>Whoever is asked first may take over later: it is made in time.</summary>
    private static void PrepareTelling(CallStep step, ThirdParty third)
    {
        if (step.Call.AnnouncesAgent && third.AgentId is { } agentId)
        {
            SetThird(step, third with { Introduction = new Introduction() });
            step.Order(new MakeIntroduction(third.Leg, agentId, step.Call.Language));
        }
    }

    private static void HearIntroduction(CallStep step, IntroductionMade made)
    {
        if (step.Call.Third is { Introduction.Sound: null } third && third.Leg == made.Leg)
        {
            SetThird(step, third with { Introduction = made.Sound is null ? null : new Introduction(made.Sound) });
            return;
        }

        if (step.Call.Assignment is not { Introduction.Sound: null } assignment || assignment.Leg != made.Leg)
        {
            return;
        }

        var introduction = made.Sound is null ? null : new Introduction(made.Sound);
        step.Call = step.Call with { Assignment = assignment with { Introduction = introduction } };
        if (step.Call.Phase == CallPhase.Connecting)
        {
            Introduce(step);
        }
    }

    /// <summary>The agent has picked up: both hear who serves, or are put through.</summary>
    private static void Introduce(CallStep step)
    {
        var (call, assignment) = (step.Call, step.Call.Assignment!);
        switch (assignment.Introduction)
        {
            case null:
                step.Order(new MusicOff(call.CallerLeg));
                PutThrough(step);
                break;
            case { Sound: { } sound }:
                step.Order(new MusicOff(call.CallerLeg));
                step.Play(CallPhase.Connecting, sound);
                // Nobody sits in silence: the agent hears it too, and knows when to speak.
                step.Order(new Play(assignment.Leg, AgentPrompt(step.Call), sound, call.Language));
                step.Call = step.Call with { Prompts = step.Call.Prompts + 1 };
                step.Enter(CallPhase.Connecting, Earlier(
                    step.Now + _introductionLimit, assignment.RingUntilAt + _introductionEnd));
                break;
            default:
                step.Enter(CallPhase.Connecting, step.Now + _introductionPatience);
                break;
        }
    }

    /// <summary>It has been heard, or its time is over.</summary>
    private static void EndIntroduction(CallStep step)
    {
        if (step.Call.Assignment!.Introduction!.Sound is null)
        {
            step.Call = step.Call with { Assignment = step.Call.Assignment with { Introduction = null } };
            Introduce(step);
            return;
        }

        StopIntroduction(step);
        PutThrough(step);
    }

    /// <summary>A leg that plays would not be joined before its end.</summary>
    private static void StopIntroduction(CallStep step)
    {
        if (step.Call.Assignment?.Introduction?.Sound is not null && step.Call.Phase == CallPhase.Connecting)
        {
            StopPrompts(step);
        }
    }

    /// <summary>That of the caller, and that of the agent, which is the last one ordered.</summary>
    private static void StopPrompts(CallStep step)
    {
        step.StopPrompt();
        step.Order(new StopPrompt(CallIds.Prompt(step.Call.CallId, step.Call.Prompts)));
    }

    /// <summary>What an old owner plays may be newer than what it has stored.</summary>
    private static void CutIntroduction(CallStep step, Adopted adopted)
    {
        var call = step.Call;
        if (call is { AnnouncesAgent: true, Phase: CallPhase.Ringing or CallPhase.Connecting }
            && adopted.AgentLeg == AdoptedLeg.Up)
        {
            CutPrompts(step);
            step.Call = step.Call with { Assignment = call.Assignment! with { Introduction = null } };
            // The old owner may have waited for the sentence with music.
            step.Order(new MusicOff(call.CallerLeg));
        }
        else if (call is
        {
            AnnouncesAgent: true, Phase: CallPhase.Transferring,
            Third: { AgentId: not null, Stage: ThirdStage.Joining } third,
        })
        {
            CutPrompts(step);
            SetThird(step, third with { Introduction = null });
        }
    }

    private static void CutPrompts(CallStep step)
    {
        foreach (var number in Enumerable.Range(step.Call.Prompts - 1, 4))
        {
            step.Order(new StopPrompt(CallIds.Prompt(step.Call.CallId, number)));
        }

        step.Call = step.Call with { PromptId = null };
    }

    private static void PutThrough(CallStep step)
    {
        var (call, assignment) = (step.Call, step.Call.Assignment! with { Introduction = null });
        step.Call = call with { Assignment = assignment };
        step.Order(new JoinLegs(assignment.Talk, call.CallerLeg, assignment.Leg));
        step.Enter(CallPhase.Connecting, step.Now + step.Settings.JoinLimit);
    }

    private static string AgentPrompt(Call call) => CallIds.Prompt(call.CallId, call.Prompts + 1);
}
