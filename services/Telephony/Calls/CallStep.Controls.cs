using CallCenter.Contracts.Telephony;

namespace CallCenter.Telephony.Calls;

/// <summary>The part that ends what was asked of a talk.</summary>
internal sealed partial class CallStep
{
    private readonly List<ControlAnswer> _answers = [];

    /// <summary>Says what came of a control.</summary>
    public void Answer(Guid controlId, string outcome) => _answers.Add(new ControlAnswer(controlId, outcome));

    public void EndHold(Assignment assignment)
    {
        if (assignment.HeldAt is not { } heldAt)
        {
            return;
        }

        Order(new MusicOff(Call.CallerLeg));
        Call = Call with { Assignment = assignment with { HeldAt = null } };
        Say(new CallResumed
        {
            CallId = Call.CallId,
            AgentId = assignment.AgentId,
            HeldMs = Milliseconds(Now - heldAt),
            ResumedAt = Now,
        });
    }

    public void EndPause(string reason)
    {
        if (Call.Recording is not { StoppedAt: null, PausedAt: { } pausedAt } recording)
        {
            return;
        }

        Order(new ResumeRecording(Call.CallerLeg, recording.RecordingId));
        Call = Call with { Recording = recording with { PausedAt = null, PauseUntilAt = null } };
        Say(new RecordingResumed
        {
            CallId = Call.CallId,
            RecordingId = recording.RecordingId,
            PausedMs = Milliseconds(Now - pausedAt),
            Reason = reason,
            ResumedAt = Now,
        });
    }

    /// <summary>Lets a third party go. Whoever was in a talk with them is out of it before it is dissolved.</summary>
    public void DropThird(string reason)
    {
        if (Call.Third is not { } third)
        {
            return;
        }

        if (third.ControlId is { } controlId)
        {
            Answer(controlId, reason);
        }

        if (Call is { Phase: CallPhase.Talking, Assignment: { } assignment }
            && third.Stage is ThirdStage.Consulting or ThirdStage.Parked or ThirdStage.Conference)
        {
            Say(new ConsultationEnded
            {
                CallId = Call.CallId,
                AgentId = assignment.AgentId,
                ToAgentId = third.AgentId,
                Reason = reason,
                EndedAt = Now,
            });
        }

        Order(new DropLeg(third.Leg));
        var near = Call.Phase == CallPhase.Talking ? Call.Assignment?.Leg : Call.CallerLeg;
        Order(new RemoveTalk(third.Talk, third.Stage == ThirdStage.Ringing ? null : near));
        Call = Call with { Third = null };
    }

    public void EndSupervision(string reason)
    {
        if (Call.Supervision is not { } supervision)
        {
            return;
        }

        if (supervision.ControlId is { } controlId)
        {
            Answer(controlId, reason);
        }

        if (supervision.StartedAt is { } startedAt)
        {
            Say(new SupervisionEnded
            {
                CallId = Call.CallId,
                AgentId = Call.Assignment!.AgentId,
                SupervisorId = supervision.SupervisorId,
                Reason = reason,
                ListenedMs = Milliseconds(Now - startedAt),
                EndedAt = Now,
            });
        }

        Order(new DropLeg(supervision.Leg));
        Order(new DropLeg(supervision.Ear));
        Order(new RemoveTalk(supervision.Talk));
        Call = Call with { Supervision = null };
    }

    public void EndEntry(string outcome)
    {
        if (Call.Entry is not { } entry)
        {
            return;
        }

        Answer(entry.ControlId, outcome);
        Say(new KeysCollected
        {
            CallId = Call.CallId,
            AgentId = Call.Assignment!.AgentId,
            Count = entry.Count,
            Outcome = outcome,
            CollectedAt = Now,
        });
        Call = Call with { Entry = null, EnteredKeys = null };
    }

    private void EndInterruption(Assignment assignment)
    {
        if (assignment.Interruption is not { } interruption)
        {
            return;
        }

        Order(new MusicOff(Call.CallerLeg));
        if (interruption.Leg is { } leg)
        {
            Order(new DropLeg(leg));
        }

        Call = Call with { Assignment = assignment with { Interruption = null } };
    }

    /// <summary>Nothing that was asked of a talk outlives it.</summary>
    private void EndControls(Assignment assignment)
    {
        EndInterruption(assignment);
        EndHold(assignment);
        EndSupervision("talk-over");
        DropThird("talk-over");
        EndEntry("talk-over");
        if (Call.Recording is { StoppedAt: null, PauseControlId: { } controlId } recording)
        {
            Answer(controlId, "talk-over");
            Call = Call with { Recording = recording with { PauseControlId = null } };
        }
    }
}
