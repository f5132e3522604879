using System.Security.Cryptography;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Telephony.Nodes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Telephony.Recordings;

/// <summary>
/// Brings finished recordings from a node's disk into the recording store. The row is locked while it works, so that a
/// crash gives it back, and everything can be done again.
/// </summary>
public sealed class RecordingWorker(
    TelephonyOptions options, Switchboard switchboard, Transactions transactions, IRecordingStore store,
    TimeProvider clock, ILogger<RecordingWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>After this the files are taken as they are, closed or not.</summary>
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await FetchNextAsync(stoppingToken))
                {
                }
            }
            catch (NpgsqlException fault)
            {
                logger.DatabaseAway("fetch recordings", fault);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> FetchNextAsync(CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        var now = clock.GetUtcNow();
        var recording = await RecordingStore.TakeDueAsync(
            work.Transaction, [.. switchboard.OwnNodes], now, cancellation);
        if (recording is null)
        {
            return false;
        }

        using var activity = ServiceActivity.Start("fetch recording", recording.TraceParent);
        ServiceActivity.OfCall(recording.CallId);
        var node = options.Nodes.Single(node => node.Name == recording.Node);
        var files = new RecordingFiles(node.RecordingDirectory, recording.RecordingId);
        try
        {
            if (IsClosed(files) || now - recording.StoppedAt > CloseLimit)
            {
                await StoreAsync(recording, files, work, cancellation);
            }
            else
            {
                await RecordingStore.PutOffAsync(work.Transaction, recording.RecordingId, now + Pause, cancellation);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            var next = RecordingRules.NextAttempt(recording.Attempts + 1, fault is FileNotFoundException, now);
            logger.RecordingNotFetched(recording.RecordingId, recording.CallId, next, fault);
            await RecordingStore.MarkAttemptAsync(
                work.Transaction, recording.RecordingId, fault.Message, next, cancellation);
            if (next is null && recording is { AssignmentId: not null, AgentId: not null })
            {
                RecordingMetrics.NotMade("not-fetched");
                work.Publish(NotMade(recording, now));
            }

            await work.CommitAsync(cancellation);
            return true;
        }

        await work.CommitAsync(cancellation);
        return true;
    }

    private async Task StoreAsync(
        Recording recording, RecordingFiles files, UnitOfWork work, CancellationToken cancellation)
    {
        if (!files.AnyExists)
        {
            throw new FileNotFoundException("Asterisk has written no file.");
        }

        await using var merged = new FileStream(
            files.MergedPath, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 0,
            FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        long samples;
        (long Caller, long Agent) bytes;
        await using (var caller = OpenOrEmpty(files.CallerPath))
        await using (var agent = OpenOrEmpty(files.AgentPath))
        {
            bytes = (caller.Length, agent.Length);
            samples = await StereoWav.MergeAsync(caller, agent, merged, cancellation);
        }

        var peaks = await WaveformPeaks.OfAsync(merged, samples, cancellation);
        merged.Position = 0;
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(merged, cancellation));
        merged.Position = 0;
        await store.WriteAsync(RecordingFile.Wav(recording.RecordingId), merged, cancellation);
        var durationMs = samples * 1_000 / StereoWav.SampleRate;
        await RecordingStore.MarkStoredAsync(
            work.Transaction, recording.RecordingId, sha256, merged.Length, durationMs, peaks,
            clock.GetUtcNow(), cancellation);
        work.Publish(Said(recording, sha256, merged.Length, durationMs));
        if (recording.Kind != "voicemail"
            && RecordingRules.SilentSide(peaks, TimeSpan.FromMilliseconds(durationMs)) is { } silent)
        {
            RecordingMetrics.OneSided(silent);
            logger.RecordingOneSided(recording.RecordingId, recording.CallId, silent, bytes.Caller, bytes.Agent);
        }

        // What cannot be deleted now is found by the sweep.
        work.AfterCommit(files.Delete);
    }

    private static RecordingNotMade NotMade(Recording recording, DateTimeOffset now) => new()
    {
        CallId = recording.CallId,
        RecordingId = recording.RecordingId,
        AssignmentId = recording.AssignmentId!.Value,
        AgentId = recording.AgentId!.Value,
        Reason = "not-fetched",
        KnownAt = now,
    };

    private static object Said(Recording recording, string sha256, long bytes, long durationMs) =>
        recording.Kind == "voicemail"
            ? new VoicemailLeft
            {
                CallId = recording.CallId,
                RecordingId = recording.RecordingId,
                QueueId = recording.QueueId,
                NumberId = recording.NumberId,
                CallerRef = recording.CallerRef,
                Sha256 = sha256,
                Bytes = bytes,
                DurationMs = durationMs,
                LeftAt = recording.StartedAt,
            }
            : new RecordingReady
            {
                CallId = recording.CallId,
                RecordingId = recording.RecordingId,
                AssignmentId = recording.AssignmentId!.Value,
                AgentId = recording.AgentId!.Value,
                QueueId = recording.QueueId,
                Sha256 = sha256,
                Bytes = bytes,
                DurationMs = durationMs,
                StartedAt = recording.StartedAt,
            };

    private static bool IsClosed(RecordingFiles files)
    {
        if (!File.Exists(files.CallerPath) || !File.Exists(files.AgentPath))
        {
            return false;
        }

        using var caller = OpenOrEmpty(files.CallerPath);
        using var agent = OpenOrEmpty(files.AgentPath);
        return StereoWav.IsClosed(caller) && StereoWav.IsClosed(agent);
    }

    /// <summary>Without a buffer of its own: it is read in large blocks.</summary>
    private static Stream OpenOrEmpty(string path) => File.Exists(path)
        ? new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0,
            FileOptions.Asynchronous)
        : Stream.Null;
}
