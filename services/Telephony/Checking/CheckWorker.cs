using CallCenter.Hosting;
using CallCenter.Telephony.Recordings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Telephony.Checking;

/// <summary>
/// Compares recordings and files once a night and says what it found; it deletes nothing. One replica does it. The ids
/// of all files are held meanwhile: some 40 bytes each.
/// </summary>
public sealed class CheckWorker(
    TelephonyOptions options, NpgsqlDataSource database, IRecordingStore store, TimeProvider clock,
    ILogger<CheckWorker> logger)
    : SweepWorker(Pause, clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    /// <summary>A younger file may belong to a recording that is just being stored.</summary>
    private static readonly TimeSpan OrphanAge = TimeSpan.FromHours(1);

    /// <summary>Does what is due; null when nothing is, or another replica is at it.</summary>
    public async Task<RecordingCheck?> CheckAsync(CancellationToken cancellation)
    {
        var now = Clock.GetUtcNow();
        var night = CheckRules.NightOf(now, options.RecordingCheckHour);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (!await CheckStore.BeginAsync(connection, night, now, cancellation))
        {
            return null;
        }

        var files = new Findings<string>();
        var there = await CompareFilesAsync(connection, now, files, cancellation);
        var recordings = new Findings<Guid>();
        await CompareRecordingsAsync(connection, there, now, recordings, cancellation);
        var check = new RecordingCheck
        {
            Night = night,
            BeganAt = now,
            EndedAt = Clock.GetUtcNow(),
            Recordings = recordings.Seen,
            Files = files.Seen,
            Missing = recordings.Astray,
            Orphaned = files.Astray,
            MissingIds = [.. recordings.First],
            OrphanedNames = [.. files.First],
        };
        await CheckStore.EndAsync(connection, check, cancellation);
        Say(check);
        return check;
    }

    protected override Task SweepAsync(CancellationToken cancellation) => CheckAsync(cancellation);

    protected override void Failed(Exception fault) => logger.RecordingCheckFailed(fault);

    /// <summary>Finds files without a recording; the recordings whose audio is there.</summary>
    private async Task<HashSet<Guid>> CompareFilesAsync(
        NpgsqlConnection connection, DateTimeOffset now, Findings<string> findings, CancellationToken cancellation)
    {
        var there = new HashSet<Guid>();
        await foreach (var files in store.ListAsync(cancellation).Chunk(1_000).WithCancellation(cancellation))
        {
            Guid[] ids = [.. files.Where(file => file.File is not null).Select(file => file.File!.Value.RecordingId)];
            var kept = await CheckStore.WithFilesAsync(connection, ids, cancellation);
            foreach (var file in files)
            {
                if (file.File is { Format: "wav" } audio)
                {
                    there.Add(audio.RecordingId);
                }

                var isKept = file.File is { } ours && kept.Contains(ours.RecordingId);
                findings.Add(file.Name, isAstray: !isKept && file.WrittenAt < now - OrphanAge);
            }
        }

        return there;
    }

    /// <summary>Finds recordings that were ready before the files were listed, and are not among them.</summary>
    private static async Task CompareRecordingsAsync(
        NpgsqlConnection connection, HashSet<Guid> there, DateTimeOffset before, Findings<Guid> findings,
        CancellationToken cancellation)
    {
        var page = await CheckStore.ReadyAsync(connection, Guid.Empty, before, cancellation);
        while (page.Count > 0)
        {
            foreach (var id in page)
            {
                findings.Add(id, isAstray: !there.Contains(id));
            }

            page = await CheckStore.ReadyAsync(connection, page[^1], before, cancellation);
        }
    }

    private void Say(RecordingCheck check)
    {
        RecordingMetrics.Checked(check.Missing!.Value, check.Orphaned!.Value);
        logger.RecordingsChecked(
            check.Recordings!.Value, check.Files!.Value, check.Missing.Value, check.Orphaned.Value);
        foreach (var id in check.MissingIds)
        {
            logger.RecordingMissing(id);
        }

        foreach (var name in check.OrphanedNames)
        {
            logger.RecordingOrphaned(name);
        }
    }

    /// <summary>Counts, and keeps the first of those astray.</summary>
    private sealed class Findings<T>
    {
        public long Seen { get; private set; }

        public long Astray { get; private set; }

        public List<T> First { get; } = [];

        public void Add(T one, bool isAstray)
        {
            Seen++;
            if (isAstray)
            {
                Astray++;
                if (First.Count < RecordingCheck.MaximumNames)
                {
                    First.Add(one);
                }
            }
        }
    }
}
