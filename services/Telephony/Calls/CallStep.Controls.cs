using CallCenter.Contracts.Telephony;

namespace CallCenter.Telephony.Calls;

/// <summary>The part that ends what was asked of a talk.</summary>
internal sealed partial class CallStep
{
    private readonly List<ControlAnswer> _answers = [];

    /// <summary>Says what came of a control.</summary>
    public void Answer(Guid controlId, string outcome) => _answers.Add(new ControlAnswer(controlId, outcome));

    /// <summary>A phone that was asked to answer rings no more: whoever asked is told why.</summary>
    private void EndAsking(Assignment? before)
    {
        if (before is { AnswerControlId: { } asked } && Call.Assignment?.AnswerControlId != asked
            && !_answers.Exists(answer => answer.ControlId == asked))
        {
            Answer(asked, _events.OfType<AssignmentDeclined>().LastOrDefault()?.Reason ?? "not-ringing");
        }
    }

    public void EndHold(Assignment assignment)
    {
        if (assignment.HeldAt is not { } heldAt)
        {
            return;
        }

        Order(new MusicOff(Call.CallerLeg));
        Call = Call with { Assignment = assignment with { HeldAt = null } };
        RecordSides();
        Say(new CallResumed
        {
            CallId = Call.CallId,
            AgentId = assignment.AgentId,
            HeldMs = Milliseconds(Now - heldAt),
            ResumedAt = Now,
        });
    }

    /// <summary>
    /// Records what is said: of both, or of the caller alone while they hear music. Nothing changes in a pause.
    /// </summary>
    public void RecordSides()
    {
        if (Call.Recording is { StoppedAt: null, Failed: false, PausedAt: null, PauseControlId: null } recording)
        {
            Call = Call with { Recording = recording with { ResumeAt = null } };
            Order(new ResumeRecording(
                Call.CallerLeg, recording.RecordingId,
                CallerOnly: Call.Assignment is { HeldAt: not null } or { Rejoin.IsWaiting: true }
                    || (Call.Assignment?.Interruption is not null && Call.Third?.Stage != ThirdStage.Conference)));
        }
    }

    public void EndPause(string reason)
    {
        if (Call.Recording is not { StoppedAt: null, PausedAt: { } pausedAt } recording)
        {
            return;
        }

        Call = Call with { Recording = recording with { PausedAt = null, PauseUntilAt = null } };
        RecordSides();
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

        if (Call is { Phase: CallPhase.Talking, Assignment: { } assignment })
        {
            Say(new ConsultationEnded
            {
                CallId = Call.CallId,
                AgentId = assignment.AgentId,
                ToAgentId = third.AgentId,
                Reason = reason,
                ConsultationId = third.ConsultationId,
                EndedAt = Now,
            });
            if (third.IsSought)
            {
                Order(new MusicOff(assignment.Leg));
            }
        }

        if (third.Stage != ThirdStage.Seeking)
        {
            Order(new DropLeg(third.Leg));
            var near = Call.Phase == CallPhase.Talking ? Call.Assignment?.Leg : Call.CallerLeg;
            Order(new RemoveTalk(third.Talk, third.Stage == ThirdStage.Ringing ? null : near));
        }

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

        Say(new SupervisionEnded
        {
            CallId = Call.CallId,
            AgentId = Call.Assignment?.AgentId ?? Call.AgentId!.Value,
            SupervisorId = supervision.SupervisorId,
            Reason = reason,
            ListenedMs = Milliseconds(Now - (supervision.StartedAt ?? Now)),
            EndedAt = Now,
        });

        Order(new DropLeg(supervision.Leg));
        Order(new DropLeg(supervision.Ear));
        Order(new RemoveTalk(supervision.Talk));
        Call = Call with { Supervision = null };
    }

    /// <summary>
    /// Until the caller talks with somebody again, the supervisor hears nothing. The ear goes with the agent's leg; the
    /// next one has a name of its own, so that nothing late is taken for it.
    /// </summary>
    private void Suspend(Assignment assignment, Supervision supervision)
    {
        Order(new DropLeg(supervision.Ear));
        if (supervision.Mode == SupervisionModes.Barge)
        {
            Order(new LeaveTalk(assignment.Talk, supervision.Leg));
        }

        Call = Call with
        {
            Supervision = supervision with { Ear = CallIds.Ear(Call.CallId, FreshId), IsWaiting = true },
        };
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

    public void EndRejoin(string outcome)
    {
        if (Call.Assignment is not { Rejoin: { } rejoin } assignment)
        {
            return;
        }

        if (rejoin.ControlId is { } controlId)
        {
            Answer(controlId, outcome);
        }

        if (rejoin.IsWaiting)
        {
            Order(new MusicOff(Call.CallerLeg));
        }

        Call = Call with { Assignment = assignment with { Rejoin = null } };
    }

    public void EndPending(string outcome)
    {
        if (Call.Pending is { } pending)
        {
            Answer(pending.ControlId, outcome);
            Call = Call with { Pending = null };
        }
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
    private void EndControls(Assignment assignment, bool goesOn)
    {
        EndInterruption(assignment);
        EndHold(assignment);
        EndRejoin("talk-over");
        EndPending("talk-over");
        if (goesOn && Call.Supervision is { StartedAt: not null } supervision)
        {
            Suspend(assignment, supervision);
        }
        else
        {
            EndSupervision("talk-over");
        }

        DropThird("talk-over");
        EndEntry("talk-over");
        if (Call.Recording is { StoppedAt: null, PauseControlId: { } controlId } recording)
        {
            Answer(controlId, "talk-over");
            Call = Call with { Recording = recording with { PauseControlId = null } };
        }
    }
}
