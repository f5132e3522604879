using System.Security.Claims;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Queues;
using Npgsql;

namespace CallCenter.Routing.Surges;

public static class SurgeEndpoints
{
    private const int Limit = 100;

    public static void MapSurgeEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapPost("/queues/{id:guid}/surge", BeginAsync).RequireRoles(Roles.Supervisor, Roles.Administrator)
            .WithName("BeginSurge").WithSummary("Switches the prepared surge of a queue on for a time, or for longer.")
            .Produces<QueueAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        app.MapDelete("/queues/{id:guid}/surge", EndAsync).RequireRoles(Roles.Supervisor, Roles.Administrator)
            .WithName("EndSurge").WithSummary("Switches the surge of a queue off.").Produces(204);
        app.MapPost("/surge", BeginManyAsync).RequireRoles(Roles.Supervisor, Roles.Administrator)
            .WithName("BeginSurges").WithSummary("Switches the prepared surges of all queues on, or of those named.")
            .Produces<IReadOnlyList<QueueAnswer>>().ProducesProblem(400);
        app.MapDelete("/surge", EndAllAsync).RequireRoles(Roles.Supervisor, Roles.Administrator)
            .WithName("EndSurges").WithSummary("Switches all surges off.").Produces(204);
        app.MapGet("/queues/{id:guid}/surges", ListAsync).RequireRoles(Roles.Supervisor, Roles.Administrator)
            .WithName("ListSurges").WithSummary("Who switched the surge of a queue on and off, the latest first.")
            .Produces<IReadOnlyList<SurgeAnswer>>();
    }

    private static async Task<IResult> BeginAsync(
        Guid id, SurgeRequest body, ClaimsPrincipal user, Transactions transactions, SurgeSwitch surges,
        TimeProvider time, CancellationToken cancellation)
    {
        if (SurgeRules.Problem(body.ForMs) is var (field, rule))
        {
            return Problems.Invalid(field, rule);
        }

        await using var work = await transactions.BeginAsync(cancellation);
        if (await QueueStore.LockAsync(work.Transaction, id, cancellation) is not { } queue)
        {
            return Problems.NotFound("queue", id);
        }

        if (queue.Plan.Surge is null)
        {
            return Problems.Conflict($"Queue {queue.Name} has no surge prepared.");
        }

        var now = time.GetUtcNow();
        var changed = await surges.SetAsync(
            work, [id], now.AddMilliseconds(body.ForMs), user.Identity?.Name, cancellation);
        await work.CommitAsync(cancellation);
        return TypedResults.Ok(QueueAnswer.Of(changed.Single(), now));
    }

    private static async Task<IResult> BeginManyAsync(
        SurgesRequest body, ClaimsPrincipal user, Transactions transactions, SurgeSwitch surges, TimeProvider time,
        CancellationToken cancellation)
    {
        if (SurgeRules.Problem(body.ForMs) is var (field, rule))
        {
            return Problems.Invalid(field, rule);
        }

        await using var work = await transactions.BeginAsync(cancellation);
        var all = await QueueStore.ListAsync(work.Transaction.Connection!, cancellation);
        var (chosen, problem) = SurgeRules.Choose(all, body.Queues);
        if (problem is var (place, broken))
        {
            return Problems.Invalid(place, broken);
        }

        var now = time.GetUtcNow();
        var changed = await surges.SetAsync(
            work, chosen.Select(queue => queue.QueueId), now.AddMilliseconds(body.ForMs), user.Identity?.Name,
            cancellation);
        await work.CommitAsync(cancellation);
        return TypedResults.Ok(changed.Select(queue => QueueAnswer.Of(queue, now)).ToList());
    }

    private static async Task<IResult> EndAsync(
        Guid id, ClaimsPrincipal user, Transactions transactions, SurgeSwitch surges, CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        await surges.SetAsync(work, [id], until: null, user.Identity?.Name, cancellation);
        await work.CommitAsync(cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> EndAllAsync(
        ClaimsPrincipal user, Transactions transactions, SurgeSwitch surges, CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        var all = await QueueStore.ListAsync(work.Transaction.Connection!, cancellation);
        await surges.SetAsync(
            work, all.Select(queue => queue.QueueId), until: null, user.Identity?.Name, cancellation);
        await work.CommitAsync(cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ListAsync(Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return TypedResults.Ok(await SurgeStore.ListAsync(connection, id, Limit, cancellation));
    }
}
