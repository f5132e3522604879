using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Calls;

namespace CallCenter.Telephony.Nodes;

/// <summary>The part that lets a supervisor take part in a talk, and chooses which sides are recorded.</summary>
internal sealed partial class NodeOrders
{
    private static readonly TimeSpan EarLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan EarPause = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Said again, it does no harm. Nobody hears a supervisor who must not be heard, not even in between.
    /// </summary>
    private async Task<CallInput?> ListenAsync(Listen listen, CancellationToken cancellation)
    {
        var monitors = listen.Mode == SupervisionModes.Monitor;
        if (monitors)
        {
            await @switch.MuteAsync(listen.Leg, muted: true, cancellation);
        }

        var (from, to) = listen.Mode == SupervisionModes.Barge
            ? (listen.Talk, listen.MainTalk)
            : (listen.MainTalk, listen.Talk);
        // Refused when it is not there: just as well.
        await @switch.LeaveTalkAsync(from, listen.Leg, cancellation);
        var outcome = listen.Mode == SupervisionModes.Barge
            ? AriOutcome.Done
            : await MakeEarAsync(listen, cancellation);
        if (outcome == AriOutcome.Done)
        {
            outcome = await @switch.EnterTalkAsync(to, listen.Leg, cancellation);
        }

        if (outcome == AriOutcome.Done && !monitors)
        {
            outcome = await @switch.MuteAsync(listen.Leg, muted: false, cancellation);
        }

        return outcome == AriOutcome.Done ? new SupervisionTried(listen.Leg, IsDone: true) : Refused(listen, outcome);
    }

    /// <summary>What is not obeyed is counted, and tried again by the call.</summary>
    private async Task<CallInput?> ResumeAsync(ResumeRecording resume, CancellationToken cancellation)
    {
        var isDone = resume.CallerOnly
            ? await recorder.MuteRecordingAsync(resume.Leg, "write", muted: true, cancellation)
                && await recorder.MuteRecordingAsync(resume.Leg, "read", muted: false, cancellation)
            : await recorder.MuteRecordingAsync(resume.Leg, "both", muted: false, cancellation);
        return isDone
            ? new RecordingResumeTried(resume.RecordingId, IsDone: true)
            : Refused(resume, AriOutcome.Refused);
    }

    /// <summary>
    /// An ear can enter a talk once Asterisk has begun it, which is soon, and said by no answer. One that is there
    /// already is refused with a 500 like any fault: whether it can enter tells.
    /// </summary>
    private async Task<AriOutcome> MakeEarAsync(Listen listen, CancellationToken cancellation)
    {
        await @switch.MakeTalkAsync(listen.Talk, cancellation);
        var made = await @switch.MakeEarAsync(listen.AgentLeg, listen.Ear, cancellation);
        if (made == AriOutcome.Gone)
        {
            return made;
        }

        var began = clock.GetTimestamp();
        while (true)
        {
            var entered = await @switch.EnterTalkAsync(listen.Talk, listen.Ear, cancellation);
            if (entered == AriOutcome.Done || clock.GetElapsedTime(began) > EarLimit)
            {
                return entered;
            }

            await Task.Delay(EarPause, clock, cancellation);
        }
    }
}
