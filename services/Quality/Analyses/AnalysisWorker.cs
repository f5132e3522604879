using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Quality.Evaluations;
using CallCenter.Quality.Forms;
using CallCenter.Quality.Measuring;
using CallCenter.Quality.Pauses;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Quality.Analyses;

/// <summary>
/// Analyses one recording after the other, the longest due first. A recording that cannot be analysed is put off and
/// at last given up; it never stands in the way of another.
/// </summary>
public sealed class AnalysisWorker(
    WakeSignal<AnalysisWorker> signal, Transactions transactions, NpgsqlDataSource database, RecordingReader reader,
    TimeProvider time, IOptions<QualityOptions> options, ILogger<AnalysisWorker> logger) : BackgroundService
{
    /// <summary>Takes one due recording and does what can be done; false when none is due.</summary>
    public async Task<bool> AnalyseNextAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        Analysis? analysis;
        IReadOnlyList<EvaluationForm> forms;
        IReadOnlyList<Interval> excluding = [];
        await using (var connection = await database.OpenConnectionAsync(cancellation))
        {
            analysis = await AnalysisStore.TakeAsync(
                connection, now, now + options.Value.LeaseTime, cancellation);
            if (analysis is null)
            {
                return false;
            }

            forms = await FormStore.ActiveAsync(connection, cancellation);
            if (analysis.StartedAt is { } startedAt)
            {
                excluding = Pause.In(
                    startedAt, await PauseStore.OfCallAsync(connection, analysis.CallId, cancellation));
            }
        }

        using var span = ServiceActivity.Start("analyse recording", analysis.Traceparent);
        ServiceActivity.OfCall(analysis.CallId);
        try
        {
            // Who died at it as often as that would die again.
            if (analysis.Tried > options.Value.MostAttempts)
            {
                throw new AnalysisException("the analysis never came to an end", Fault.ForGood);
            }

            var talk = await reader.MeasureAsync(analysis, excluding, options.Value.LongestRecording, cancellation);
            await SaveAsync(analysis, forms, talk, cancellation);
        }
        catch (AnalysisException e)
        {
            await PutOffAsync(analysis, e, cancellation);
        }

        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await signal.WaitAsync(options.Value.SweepTime, stoppingToken);
            try
            {
                while (await AnalyseNextAsync(stoppingToken))
                {
                }
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                // The database is away: the work is a row there, the next look finds it.
                Log.WorkerFailed(logger, e);
            }
        }
    }

    private async Task SaveAsync(
        Analysis analysis, IReadOnlyList<EvaluationForm> forms, TalkMeasures talk, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var work = await transactions.BeginAsync(cancellation);
        var done = analysis with { State = "done", Reason = null };
        if (!await AnalysisStore.FinishAsync(work.Transaction, done, now, cancellation))
        {
            Log.Overtaken(logger, analysis.RecordingId);
            return;
        }

        foreach (var form in forms)
        {
            var evaluation = Evaluation.Of(Guid.CreateVersion7(now), analysis, form, talk, now);
            if (await EvaluationStore.AddAsync(work.Transaction, evaluation, cancellation))
            {
                work.Publish(evaluation.Evaluated());
                Log.Evaluated(logger, analysis.RecordingId, analysis.CallId, evaluation.Score);
            }
        }

        await work.CommitAsync(cancellation);
        QualityMetrics.Count("done");
    }

    private async Task PutOffAsync(Analysis analysis, AnalysisException wrong, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var after = analysis.GoWrong(wrong.Message, wrong.Fault, options.Value, now);
        await using var work = await transactions.BeginAsync(cancellation);
        await AnalysisStore.FinishAsync(work.Transaction, after, now, cancellation);
        await work.CommitAsync(cancellation);
        if (after.State == "failed")
        {
            QualityMetrics.Count("failed");
            Log.Failed(logger, analysis.RecordingId, analysis.CallId, after.Reason, after.Attempts);
        }
        else
        {
            QualityMetrics.Count("postponed");
            Log.Postponed(logger, analysis.RecordingId, analysis.CallId, after.Reason, after.Attempts);
        }
    }
}
