using System.Threading.Channels;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Telephony.Calls;
using Npgsql;

namespace CallCenter.Telephony.Lines;

/// <summary>
/// Notes the line of each leg that is gone, and says it once. The legs of a talk go together, while its end is being
/// stored: what went within a moment is noted in one transaction, when the ends of those calls no longer wait for it.
/// </summary>
internal sealed class LineMeasuring(Transactions transactions, TimeProvider clock)
{
    private const int MostAtOnce = 200;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LastLimit = TimeSpan.FromSeconds(2);
    private readonly Channel<LegLine> _lines = Channel.CreateUnbounded<LegLine>();

    public void Hear(LegLine line) => _lines.Writer.TryWrite(line);

    public async Task RunAsync(Patience patience, CancellationToken cancellation)
    {
        var lines = new List<LegLine>();
        try
        {
            while (await _lines.Reader.WaitToReadAsync(cancellation))
            {
                await Task.Delay(Moment, clock, cancellation);
                Take(lines);
                await patience.UntilDoneAsync("note lines", token => NoteAsync(lines, token), cancellation);
                lines.Clear();
            }
        }
        finally
        {
            Take(lines);
            await NoteLastAsync(lines);
        }
    }

    private void Take(List<LegLine> lines)
    {
        while (lines.Count < MostAtOnce && _lines.Reader.TryRead(out var line))
        {
            lines.Add(line);
        }
    }

    /// <summary>A session that ends in order leaves nothing unmeasured that it has heard.</summary>
    private async Task NoteLastAsync(IReadOnlyList<LegLine> lines)
    {
        using var limit = new CancellationTokenSource(LastLimit, clock);
        try
        {
            await NoteAsync(lines, limit.Token);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            // The database is away too: these lines are not measured.
        }
    }

    public async Task NoteAsync(IEnumerable<LegLine> lines, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        // The last event of a leg may come twice.
        var gone = lines.Where(line => LineRules.IsMeasured(line.Counts)).DistinctBy(line => line.Leg)
            .Select(line => (line.Leg, Line: Measured(line, now))).ToList();
        if (gone.Count == 0)
        {
            return;
        }

        await using var work = await transactions.BeginAsync(cancellation);
        var noted = await LineStore.AddAsync(work.Transaction, gone, cancellation);
        foreach (var (leg, line) in gone)
        {
            if (!noted.TryGetValue(leg, out var traceParent))
            {
                continue;
            }

            using var activity = ServiceActivity.Start("note line", traceParent);
            ServiceActivity.OfCall(line.CallId);
            work.Publish(line);
            work.AfterCommit(() => LineMetrics.Measured(line));
        }

        await work.CommitAsync(cancellation);
    }

    private static LegMeasured Measured(LegLine line, DateTimeOffset now)
    {
        var counts = line.Counts;
        return new LegMeasured
        {
            CallId = line.CallId,
            Leg = line.Role,
            AssignmentId = line.AssignmentId,
            ReceivedPackets = counts.ReceivedPackets,
            ReceivedLost = counts.ReceivedLost,
            ReceivedJitterMs = (decimal)counts.ReceivedJitterMs,
            SentPackets = counts.SentPackets,
            SentLost = counts.SentLost,
            SentJitterMs = (decimal)counts.SentJitterMs,
            RoundTripMs = (decimal?)counts.RoundTripMs,
            ReceivedMos = (decimal)LineRules.ReceivedMos(counts),
            SentMos = (decimal?)LineRules.SentMos(counts),
            EndedAt = now,
        };
    }
}
