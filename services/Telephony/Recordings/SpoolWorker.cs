using CallCenter.Hosting;
using CallCenter.Telephony.Callbacks;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Nodes;
using CallCenter.Telephony.Supervising;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Telephony.Recordings;

/// <summary>
/// Clears away what nobody wants any more: files of recordings already stored, calls ended long ago, and
/// who listened to them longer ago than that.
/// </summary>
public sealed class SpoolWorker(
    TelephonyOptions options, Switchboard switchboard, NpgsqlDataSource database, TimeProvider clock,
    ILogger<SpoolWorker> logger)
    : SweepWorker(Pause, clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan OrphanAge = TimeSpan.FromHours(1);

    protected override void Failed(Exception fault) => logger.SweepFailed(fault);

    protected override async Task SweepAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        while (await CallStore.DeleteEndedAsync(
                   connection, Clock.GetUtcNow() - options.CallRetention, cancellation) > 0)
        {
        }

        await CallbackStore.DeleteEndedAsync(connection, Clock.GetUtcNow() - options.CallRetention, cancellation);
        await SupervisionStore.DeleteEndedAsync(
            connection, Clock.GetUtcNow() - options.SupervisionRetention, cancellation);
        foreach (var node in options.Nodes.Where(node => switchboard.OwnNodes.Contains(node.Name)))
        {
            var files = SpoolFiles.OlderThan(node.RecordingDirectory, Clock.GetUtcNow() - OrphanAge);
            var kept = await RecordingStore.KeptAsync(
                connection, [.. files.Select(file => file.RecordingId).Distinct()], cancellation);
            foreach (var (path, recordingId) in files.Where(file => !kept.Contains(file.RecordingId)))
            {
                File.Delete(path);
                logger.OrphanDeleted(node.Name, recordingId);
            }
        }
    }
}
