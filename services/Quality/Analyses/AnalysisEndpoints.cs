using CallCenter.Hosting;
using CallCenter.Messaging;

namespace CallCenter.Quality.Analyses;

public static class AnalysisEndpoints
{
    public static void MapAnalysisEndpoints(this IEndpointRouteBuilder app) =>
        app.MapPost("/analyses/retry", RetryAsync).RequireRoles([Roles.Analyst, Roles.Administrator])
            .WithName("RetryAnalyses")
            .WithSummary("Tries failed analyses again: of one call, or all; not of recordings that are deleted.")
            .Produces<RetriedAnalyses>().ProducesProblem(400).ProducesProblem(403);

    private static async Task<IResult> RetryAsync(
        Guid? callId, Transactions transactions, WakeSignal<AnalysisWorker> signal, TimeProvider time,
        CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        var retried = await AnalysisStore.TryAgainAsync(work.Transaction, callId, time.GetUtcNow(), cancellation);
        work.AfterCommit(signal.Wake);
        await work.CommitAsync(cancellation);
        return TypedResults.Ok(new RetriedAnalyses { Retried = retried });
    }
}

/// <summary>What became of the order.</summary>
public sealed record RetriedAnalyses
{
    /// <summary>How many analyses are pending again.</summary>
    public required int Retried { get; init; }
}
