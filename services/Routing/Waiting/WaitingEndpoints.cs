using System.Text.Json;
using CallCenter.Hosting;
using CallCenter.Routing.Queues;
using Npgsql;

namespace CallCenter.Routing.Waiting;

public static class WaitingEndpoints
{
    private const int Limit = 1_000;

    public static void MapWaitingEndpoints(this IEndpointRouteBuilder app) =>
        app.MapGet("/waiting", ListAsync)
            .RequireRoles(Roles.Supervisor, Roles.Administrator)
            .WithName("ListWaitingCalls")
            .WithSummary("The calls that wait, in the order in which they are served, and why nobody got them.")
            .Produces<IReadOnlyList<WaitingAnswer>>();

    private static async Task<IResult> ListAsync(
        NpgsqlDataSource database, TimeProvider time, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var now = time.GetUtcNow();
        var calls = await WaitingCallStore.ListAsync(connection, Limit, cancellation);
        var plans = (await QueueStore.ListAsync(connection, cancellation))
            .ToDictionary(queue => queue.QueueId, queue => queue.At(now).Plan);
        var ordered = calls
            .Select(call => (Call: call, Score: ScoreRules.Score(call.Scored, plans[call.QueueId], now)))
            .OrderByDescending(one => one.Score).ThenBy(one => one.Call.QueuedAt).ThenBy(one => one.Call.CallId);
        return TypedResults.Ok(ordered.Select((one, index) =>
            Show(one.Call, one.Score, plans[one.Call.QueueId], index + 1, now)).ToList());
    }

    private static WaitingAnswer Show(
        WaitingRow call, double score, QueuePlan plan, int place, DateTimeOffset now) =>
        new()
        {
            CallId = call.CallId,
            QueueId = call.QueueId,
            Place = place,
            Position = call.Position,
            EstimatedWaitMs = call.WaitMs,
            EstimateErrorMs = call.ErrorMs,
            Priority = call.Priority,
            Score = Math.Round(score, 3),
            Step = call.Step,
            CallbackOffered = plan.OffersCallback(call.Step),
            MeantFor = call.PreferredUntilAt > now ? call.PreferredAgentId : null,
            Skills = call.Skills,
            QueuedAt = call.QueuedAt,
            WaitedMs = (long)(now - call.QueuedAt).TotalMilliseconds,
            Reasons = call.Reasons is { } reasons
                ? JsonSerializer.Deserialize<Dictionary<string, int>>(reasons)!
                : [],
            ReasonsAt = call.ReasonsAt,
        };
}

/// <summary>A waiting call.</summary>
public sealed record WaitingAnswer
{
    public required Guid CallId { get; init; }

    public required Guid QueueId { get; init; }

    /// <summary>1 is served next, across all queues.</summary>
    public required int Place { get; init; }

    /// <summary>1 is the next of its queue, as the caller was told last; it never grows.</summary>
    public int? Position { get; init; }

    /// <summary>As told with it; absent while nothing is known of the queue.</summary>
    public long? EstimatedWaitMs { get; init; }

    /// <summary>Mean absolute error of such an estimate; absent before it was measured.</summary>
    public long? EstimateErrorMs { get; init; }

    public required int Priority { get; init; }

    /// <summary>Priority, what steps have raised, and what the wait adds.</summary>
    public required double Score { get; init; }

    /// <summary>The step of its queue's plan that holds; 0 before the first.</summary>
    public required int Step { get; init; }

    /// <summary>Whether the caller is offered a callback by now.</summary>
    public required bool CallbackOffered { get; init; }

    /// <summary>The agent the call still waits for before anybody else.</summary>
    public Guid? MeantFor { get; init; }

    /// <summary>Skills wanted beside those of the queue.</summary>
    public required IReadOnlyList<string> Skills { get; init; }

    public required DateTimeOffset QueuedAt { get; init; }

    public required long WaitedMs { get; init; }

    /// <summary>Why nobody gets it: reason to number of agents. Empty until a sweep has looked.</summary>
    public required IReadOnlyDictionary<string, int> Reasons { get; init; }

    /// <summary>Since when these are the reasons.</summary>
    public DateTimeOffset? ReasonsAt { get; init; }
}
