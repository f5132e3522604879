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

    /// <summary>Nothing that was asked of a talk outlives it.</summary>
    private void EndControls(Assignment assignment)
    {
        EndHold(assignment);
        if (Call.Recording is { StoppedAt: null, PauseControlId: { } controlId } recording)
        {
            Answer(controlId, "talk-over");
            Call = Call with { Recording = recording with { PauseControlId = null } };
        }
    }
}
