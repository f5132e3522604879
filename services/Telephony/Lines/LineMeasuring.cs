using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;

namespace CallCenter.Telephony.Lines;

/// <summary>Notes the line of each leg that is gone, and says it once.</summary>
public sealed class LineMeasuring(Transactions transactions, TimeProvider clock)
{
    public async Task NoteAsync(LegLine line, CancellationToken cancellation)
    {
        var counts = line.Counts;
        if (!LineRules.IsMeasured(counts))
        {
            return;
        }

        var measured = new LegMeasured
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
            EndedAt = clock.GetUtcNow(),
        };
        await using var work = await transactions.BeginAsync(cancellation);
        if (await LineStore.AddAsync(work.Transaction, line.Leg, measured, cancellation) is not { } noted)
        {
            return;
        }

        using var activity = ServiceActivity.Start("note line", noted.TraceParent);
        ServiceActivity.OfCall(line.CallId);
        work.Publish(measured);
        work.AfterCommit(() => LineMetrics.Measured(measured));
        await work.CommitAsync(cancellation);
    }
}
