using System.Net.Sockets;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Phones;
using CallCenter.Telephony.Recordings;
using CallCenter.Telephony.Waiting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Telephony.Nodes;

/// <summary>Gives the orders of calls to an Asterisk node and says what came of those that a call waits for.</summary>
internal sealed partial class NodeOrders(
    AriNode node, AriSwitch @switch, AmiClient recorder, FlowServices flows, NpgsqlDataSource database,
    NodeDialling dialling, QueueNames queues, DiskGuard disks, Func<Guid, CancellationToken, Task> doubt,
    TimeProvider clock, ILogger logger)
{
    /// <summary>
    /// Carries one order out. A fault of the node is an outcome like others: the call goes on, and the reconcile
    /// repairs what was left.
    /// </summary>
    public async Task<CallInput?> GiveAsync(SwitchOrder order, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        try
        {
            var outcome = await CarryOutAsync(order, cancellation);
            TelephonyMetrics.Answered(order.GetType().Name, clock.GetElapsedTime(began));
            return outcome;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException
                                          or SocketException or ObjectDisposedException or TimeoutException
                                          or NpgsqlException)
        {
            if (!cancellation.IsCancellationRequested)
            {
                TelephonyMetrics.Failed(order.GetType().Name, "no-answer");
                logger.OrderFailed(node.Name, order.GetType().Name, fault);
            }

            return Failure(order, "failed");
        }
    }

    private async Task<CallInput?> CarryOutAsync(SwitchOrder order, CancellationToken cancellation)
    {
        switch (order)
        {
            case RingAgent ring:
                return await RingAsync(ring, cancellation);
            case DialCustomer dial:
                return await dialling.DialAsync(dial, cancellation) is { } reason ? Failure(dial, reason) : null;
            case DropLeg drop:
                dialling.Forget(drop.Leg);
                return await CarryOutSimpleAsync(order, cancellation);
            case JoinLegs join:
                var joined = await @switch.JoinAsync(join.Talk, join.CallerLeg, join.AgentLeg, cancellation);
                return joined == AriOutcome.Done ? new Joined(join.Talk) : Refused(order, joined);
            case Speak speak:
                return await SpeakAsync(speak, cancellation);
            case MakeIntroduction make:
                return await IntroduceAsync(make, cancellation);
            case LookUpPlace look:
                return new PlaceFound(await PlaceAsync(look.CallId, cancellation));
            case AskOutside ask:
                return new OutsideAnswered(ask.Question.Visit, await flows.Web.AskAsync(ask.Question, cancellation));
            case Play play:
                var played = await @switch.PlayAsync(play, cancellation);
                return played == AriOutcome.Done ? null : Refused(order, played);
            case StartRecording start:
                return await StartAsync(start, cancellation);
            case PauseRecording pause:
                return new RecordingPauseTried(
                    pause.RecordingId,
                    await recorder.MuteRecordingAsync(pause.Leg, "both", muted: true, cancellation));
            case Listen listen:
                return await ListenAsync(listen, cancellation);
            case AskToAnswer ask:
                return await recorder.AskToAnswerAsync(ask.Leg, cancellation)
                    ? null
                    : Refused(order, AriOutcome.Refused);
            case ResumeRecording resume:
                return await ResumeAsync(resume, cancellation);
            case StopRecording stop:
                await recorder.StopRecordingAsync(stop.Leg, cancellation);
                return null;
            default:
                return await CarryOutSimpleAsync(order, cancellation);
        }
    }

    private async Task<CallInput?> CarryOutSimpleAsync(SwitchOrder order, CancellationToken cancellation)
    {
        var outcome = order switch
        {
            AnswerCaller answer => await @switch.AnswerAsync(answer.Leg, cancellation),
            OpenCaller open => await @switch.ProgressAsync(open.Leg, cancellation),
            StopPrompt stop => await @switch.StopPromptAsync(stop.PromptId, cancellation),
            MusicOn music => await @switch.MusicOnAsync(music.Leg, cancellation),
            MusicOff music => await @switch.MusicOffAsync(music.Leg, cancellation),
            EnterTalk enter => await @switch.EnterTalkAsync(enter.Talk, enter.Leg, cancellation),
            LeaveTalk leave => await @switch.LeaveTalkAsync(leave.Talk, leave.Leg, cancellation),
            MuteLeg mute => await @switch.MuteAsync(mute.Leg, mute.Muted, cancellation),
            SendKeys send => await @switch.SendKeysAsync(send.Leg, send.Keys, cancellation),
            WatchVoice watch => await @switch.WatchVoiceAsync(watch.Leg, watch.Silence, cancellation),
            UnwatchVoice unwatch => await @switch.UnwatchVoiceAsync(unwatch.Leg, cancellation),
            RemoveTalk remove => await RemoveTalkAsync(remove, cancellation),
            DropLeg drop => await @switch.HangUpAsync(drop.Leg, cancellation),
            HangUpCaller hangUp => await @switch.HangUpAsync(hangUp.Leg, cancellation),
            _ => throw new ArgumentOutOfRangeException(nameof(order)),
        };
        return !IsObeyed(order, outcome) ? Refused(order, outcome)
            : order.ControlId is { } controlId ? new ControlTried(controlId, IsDone: true)
            : null;
    }

    private static bool IsObeyed(SwitchOrder order, AriOutcome outcome) => order switch
    {
        // A leg that is not in the talk cannot leave it: as good as done.
        LeaveTalk => outcome is AriOutcome.Done or AriOutcome.Gone or AriOutcome.Conflict,
        { ControlId: not null } or EnterTalk => outcome == AriOutcome.Done,
        _ => outcome != AriOutcome.Refused,
    };

    private async Task<CallPlace?> PlaceAsync(Guid callId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await CallPlaceStore.FindAsync(connection, callId, cancellation);
    }

    /// <summary>The talk is made while the phone rings, so that putting through is one step.</summary>
    private async Task<CallInput?> RingAsync(RingAgent ring, CancellationToken cancellation)
    {
        var queueName = ring.Facts?.QueueId is { } queueId ? await queues.FindAsync(queueId, cancellation) : null;
        var outcome = await @switch.RingAsync(ring, PhoneIds.Endpoint(ring.AgentId), queueName, cancellation);
        if (outcome is AriOutcome.Done or AriOutcome.Conflict)
        {
            await @switch.MakeTalkAsync(ring.Talk, cancellation);
            return null;
        }

        if (outcome != AriOutcome.Unreachable)
        {
            return Refused(ring, outcome);
        }

        await doubt(ring.AgentId, cancellation);
        return Failure(ring, "unreachable");
    }

    private async Task<AriOutcome> RemoveTalkAsync(RemoveTalk remove, CancellationToken cancellation)
    {
        if (remove.Staying is { } leg)
        {
            // Refused when it is not, or no longer, in the talk: just as well.
            await @switch.LeaveTalkAsync(remove.Talk, leg, cancellation);
        }

        return await @switch.RemoveTalkAsync(remove.Talk, cancellation);
    }

    private async Task<CallInput?> StartAsync(StartRecording start, CancellationToken cancellation)
    {
        var files = new RecordingFiles(node.RecordingDirectory, start.RecordingId);
        if (files.AnyExists)
        {
            return null;
        }

        if (disks.IsFull(node))
        {
            return NotMade(start, "disk-full");
        }

        return await recorder.StartRecordingAsync(start.Leg, files.CallerName, files.AgentName, cancellation)
            ? null
            : Refused(start, AriOutcome.Refused);
    }

    private CallInput? Refused(SwitchOrder order, AriOutcome outcome)
    {
        TelephonyMetrics.Failed(order.GetType().Name, outcome.ToString());
        logger.OrderRefused(node.Name, order.GetType().Name, outcome.ToString());
        return Failure(order, "failed");
    }

    private static CallInput? Failure(SwitchOrder order, string reason) => order switch
    {
        RingAgent ring => new AgentLegGone(ring.Leg, reason),
        DialCustomer dial => new AgentLegGone(dial.Leg, reason),
        JoinLegs join => new JoinFailed(join.Talk),
        Play play => new PromptFinished(play.PromptId, Failed: true),
        Speak speak => new PromptFinished(speak.PromptId, Failed: true),
        MakeIntroduction make => new IntroductionMade(make.Leg, Sound: null),
        AskOutside ask => new OutsideAnswered(ask.Question.Visit, Values: null),
        Listen listen => new SupervisionTried(listen.Leg, IsDone: false),
        ResumeRecording resume => new RecordingResumeTried(resume.RecordingId, IsDone: false),
        PauseRecording pause => new RecordingPauseTried(pause.RecordingId, IsSilent: false),
        StartRecording start => NotMade(start, "failed"),
        { ControlId: { } controlId } => new ControlTried(controlId, IsDone: false),
        _ => null,
    };

    private static RecordingFailed NotMade(StartRecording start, string reason)
    {
        RecordingMetrics.NotMade(reason);
        return new RecordingFailed(start.RecordingId, reason);
    }
}
