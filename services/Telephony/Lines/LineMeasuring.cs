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

        using var activity = ServiceActivity.Start("note line");
        ServiceActivity.OfCall(line.CallId);
        var measured = new LegMeasured
        {
            CallId = line.CallId,
            Leg = line.Role,
            AssignmentId = line.AssignmentId,
            ReceivedPackets = counts.ReceivedPackets,
            ReceivedLost = counts.ReceivedLost,
            ReceivedJitterMs = counts.ReceivedJitterMs,
            SentPackets = counts.SentPackets,
            SentLost = counts.SentLost,
            SentJitterMs = counts.SentJitterMs,
            RoundTripMs = counts.RoundTripMs,
            ReceivedMos = LineRules.ReceivedMos(counts),
            SentMos = LineRules.SentMos(counts),
            EndedAt = clock.GetUtcNow(),
        };
        await using var work = await transactions.BeginAsync(cancellation);
        if (await LineStore.AddAsync(work.Transaction, line.Leg, measured, cancellation))
        {
            work.Publish(measured);
            work.AfterCommit(() => LineMetrics.Measured(measured));
        }

        await work.CommitAsync(cancellation);
    }
}
