using System.Text.Json;
using CallCenter.Hosting;
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
        return TypedResults.Ok(calls.Select((call, index) => new WaitingAnswer
        {
            CallId = call.CallId,
            QueueId = call.QueueId,
            Place = index + 1,
            Priority = call.Priority,
            Skills = call.Skills,
            QueuedAt = call.QueuedAt,
            WaitedMs = (long)(now - call.QueuedAt).TotalMilliseconds,
            Reasons = call.Reasons is { } reasons
                ? JsonSerializer.Deserialize<Dictionary<string, int>>(reasons)!
                : [],
            ReasonsAt = call.ReasonsAt,
        }).ToList());
    }
}

/// <summary>A waiting call.</summary>
public sealed record WaitingAnswer
{
    public required Guid CallId { get; init; }

    public required Guid QueueId { get; init; }

    /// <summary>1 is served next, across all queues.</summary>
    public required int Place { get; init; }

    public required int Priority { get; init; }

    /// <summary>Skills wanted beside those of the queue.</summary>
    public required IReadOnlyList<string> Skills { get; init; }

    public required DateTimeOffset QueuedAt { get; init; }

    public required long WaitedMs { get; init; }

    /// <summary>Why nobody gets it: reason to number of agents. Empty until a sweep has looked.</summary>
    public required IReadOnlyDictionary<string, int> Reasons { get; init; }

    /// <summary>Since when these are the reasons.</summary>
    public DateTimeOffset? ReasonsAt { get; init; }
}
