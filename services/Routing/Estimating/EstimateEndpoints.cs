using CallCenter.Hosting;
using CallCenter.Routing.Queues;
using Npgsql;

namespace CallCenter.Routing.Estimating;

public static class EstimateEndpoints
{
    private const int UsualDays = 7;
    private const int MostDays = 366;

    public static void MapEstimateEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapGet("/calls/{id:guid}/position", PositionAsync)
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator)
            .WithName("GetPosition").WithSummary("Where a waiting call stands, as it was told last.")
            .Produces<PositionAnswer>().ProducesProblem(404);
        app.MapGet("/queues/{id:guid}/estimates", DaysAsync)
            .RequireRoles(Roles.Supervisor, Roles.Analyst, Roles.Administrator)
            .WithName("ListEstimateErrors")
            .WithSummary("How far the estimated waits of a queue were off, by day (UTC): the last seven, or up to 366.")
            .Produces<IReadOnlyList<EstimateDayAnswer>>().ProducesProblem(400).ProducesProblem(404);
    }

    private static async Task<IResult> PositionAsync(
        Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await EstimateStore.FindAsync(connection, id, cancellation) is { } told
            ? TypedResults.Ok(PositionAnswer.Of(told))
            : Problems.NotFound("position of call", id);
    }

    private static async Task<IResult> DaysAsync(
        Guid id, DateOnly? from, DateOnly? to, NpgsqlDataSource database, TimeProvider time,
        CancellationToken cancellation)
    {
        var until = to ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var since = from ?? DateOnly.FromDayNumber(Math.Max(0, until.DayNumber - UsualDays + 1));
        if (since > until || until.DayNumber - since.DayNumber >= MostDays)
        {
            return Problems.Invalid("from", "must not be after \"to\" and span at most 366 days with it");
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await QueueStore.FindAsync(connection, id, cancellation) is null
            ? Problems.NotFound("queue", id)
            : TypedResults.Ok(await EstimateStore.DaysAsync(connection, id, since, until, cancellation));
    }
}

/// <summary>Where a waiting call stands.</summary>
public sealed record PositionAnswer
{
    public required Guid CallId { get; init; }

    public required Guid QueueId { get; init; }

    /// <summary>1 is the next of its queue; it never grows while the call waits in that.</summary>
    public required int Position { get; init; }

    /// <summary>Expected at <see cref="ToldAt"/>; absent while nothing is known of the queue.</summary>
    public long? EstimatedWaitMs { get; init; }

    /// <summary>Mean absolute error of such an estimate; absent before it was measured.</summary>
    public long? EstimateErrorMs { get; init; }

    public required DateTimeOffset ToldAt { get; init; }

    public static PositionAnswer Of(CallEstimate told) => new()
    {
        CallId = told.CallId,
        QueueId = told.QueueId,
        Position = told.Position,
        EstimatedWaitMs = told.WaitMs,
        EstimateErrorMs = told.ErrorMs,
        ToldAt = told.ToldAt,
    };
}

/// <summary>How far the estimated waits of a queue were off on a day.</summary>
public sealed record EstimateDayAnswer
{
    /// <summary>yyyy-MM-dd, UTC.</summary>
    public required string Day { get; init; }

    /// <summary>Calls that were given an estimate and were answered.</summary>
    public int Calls { get; init; }

    public long MeanAbsoluteErrorMs { get; init; }

    /// <summary>Above zero: callers waited longer than promised.</summary>
    public long BiasMs { get; init; }

    public long MeanWaitMs { get; init; }
}
