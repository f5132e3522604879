using System.Diagnostics;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;

namespace CallCenter.Quality.Analyses;

/// <summary>A recording lies ready: it becomes work, with the trace of its call.</summary>
public sealed class RecordingReadyConsumer(WakeSignal<AnalysisWorker> signal, TimeProvider time)
    : IEventConsumer<RecordingReady>
{
    public async Task ConsumeAsync(RecordingReady message, EventContext context, CancellationToken cancellation)
    {
        var analysis = Analysis.Of(message, Activity.Current?.Id, time.GetUtcNow());
        await AnalysisStore.AddAsync(context.Work.Transaction, analysis, cancellation);
        context.Work.AfterCommit(signal.Wake);
    }
}
