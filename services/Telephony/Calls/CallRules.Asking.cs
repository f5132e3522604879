namespace CallCenter.Telephony.Calls;

/// <summary>The part of the rules that has the agent's ringing phone answered on command.</summary>
public static partial class CallRules
{
    /// <summary>
    /// A phone that rings is asked to answer, one that does not yet as soon as it does; what is so already is done.
    /// </summary>
    private static string? AskForAnswer(CallStep step, Assignment assignment, Guid controlId)
    {
        if (step.Call.Phase != CallPhase.Ringing)
        {
            return Done;
        }

        if (assignment.AnswerControlId is not null)
        {
            return "under-way";
        }

        step.Call = step.Call with { Assignment = assignment with { AnswerControlId = controlId } };
        if (assignment.RingingAt is not null)
        {
            step.Order(new AskToAnswer(assignment.Leg));
        }

        return null;
    }

    /// <summary>The phone has been picked up: who asked for it has what they wanted.</summary>
    private static void NoteAnswer(CallStep step)
    {
        if (step.Call.Assignment is { AnswerControlId: { } controlId } assignment)
        {
            step.Answer(controlId, Done);
            step.Call = step.Call with { Assignment = assignment with { AnswerControlId = null } };
        }
    }

    /// <summary>The old owner may not have come to it; asked twice, a phone does no harm.</summary>
    private static void AskAgain(CallStep step, Adopted adopted)
    {
        if (adopted.AgentLeg == AdoptedLeg.Ringing && step.Call is { Phase: CallPhase.Ringing, Assignment: { } ringing }
            && ringing.AnswerControlId is not null)
        {
            step.Order(new AskToAnswer(ringing.Leg));
        }
    }
}
