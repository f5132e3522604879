using CallCenter.Hosting;
using Npgsql;

namespace CallCenter.Routing.Callbacks;

public static class CallbackEndpoints
{
    private const int Limit = 1_000;

    public static void MapCallbackEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapGet("/callbacks", ListAsync)
            .RequireRoles(Roles.Supervisor, Roles.Administrator)
            .WithName("ListCallbacks")
            .WithSummary("The callbacks that are not over, the oldest place first.")
            .Produces<IReadOnlyList<CallbackAnswer>>();
        app.MapGet("/callbacks/{id:guid}", GetAsync)
            .RequireRoles(Roles.Supervisor, Roles.Analyst, Roles.Administrator)
            .WithName("GetCallback")
            .WithSummary("A callback with its attempts and what came of each.")
            .Produces<CallbackAnswer>().ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var callbacks = await CallbackStore.ListOpenAsync(connection, Limit, cancellation);
        return TypedResults.Ok(callbacks.Select(one => CallbackAnswer.Of(one)).ToList());
    }

    private static async Task<IResult> GetAsync(Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await CallbackStore.FindAsync(connection, id, cancellation) is { } callback
            ? TypedResults.Ok(
                CallbackAnswer.Of(callback, await CallbackStore.AttemptsAsync(connection, id, cancellation)))
            : Problems.NotFound("callback", id);
    }
}

/// <summary>A callback as Routing sees it.</summary>
public sealed record CallbackAnswer
{
    public required Guid CallbackId { get; init; }

    public required Guid QueueId { get; init; }

    /// <summary>waiting, dialling, answered or ended.</summary>
    public required string State { get; init; }

    /// <summary>The place kept.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    public required int Priority { get; init; }

    public DateTimeOffset? NotBeforeAt { get; init; }

    public DateTimeOffset? NotAfterAt { get; init; }

    /// <summary>Not dialled before this.</summary>
    public required DateTimeOffset NextAttemptAt { get; init; }

    public required int Attempts { get; init; }

    /// <summary>The last call that was made for it.</summary>
    public Guid? CallId { get; init; }

    /// <summary>reached, lost, failed, withdrawn, expired or joined.</summary>
    public string? Outcome { get; init; }

    /// <summary>The earlier callback that it has joined.</summary>
    public Guid? JoinedId { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Each attempt, in order; absent in a list.</summary>
    public IReadOnlyList<CallbackAttempt>? Results { get; init; }

    internal static CallbackAnswer Of(Callback callback, IReadOnlyList<CallbackAttempt>? results = null) => new()
    {
        CallbackId = callback.CallbackId,
        QueueId = callback.QueueId,
        State = callback.State,
        QueuedAt = callback.QueuedAt,
        Priority = callback.Priority,
        NotBeforeAt = callback.NotBeforeAt,
        NotAfterAt = callback.NotAfterAt,
        NextAttemptAt = callback.NextAttemptAt,
        Attempts = callback.Attempts,
        CallId = callback.CallId,
        Outcome = callback.Outcome,
        JoinedId = callback.JoinedId,
        EndedAt = callback.EndedAt,
        Results = results,
    };
}
