using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Waiting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Routing.Queues;

public static class QueueEndpoints
{
    public static void MapQueueEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapPut("/queues/{id:guid}", PutAsync).RequireRoles(Roles.Supervisor, Roles.Administrator)
            .WithName("PutQueue").WithSummary("Adds or changes a queue.")
            .Produces<QueueAnswer>().ProducesProblem(400);
        app.MapGet("/queues/{id:guid}", GetAsync).RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator)
            .WithName("GetQueue").WithSummary("A queue.").Produces<QueueAnswer>().ProducesProblem(404);
        app.MapGet("/queues", ListAsync).RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator)
            .WithName("ListQueues").WithSummary("All queues, by name.").Produces<IReadOnlyList<QueueAnswer>>();
    }

    private static async Task<IResult> PutAsync(
        Guid id, QueueRequest body, Transactions transactions, WakeSignal<MatchWorker> signal, TimeProvider time,
        IOptions<RoutingOptions> options, CancellationToken cancellation)
    {
        if (body.Problem() is var (field, rule))
        {
            return Problems.Invalid(field, rule);
        }

        await using var work = await transactions.BeginAsync(cancellation);
        await QueueStore.LockPlansAsync(work.Transaction, cancellation);
        var earlier = await QueueStore.LockAsync(work.Transaction, id, cancellation);
        var queue = body.Described(id, earlier, options.Value, time.GetUtcNow());
        if (await ProblemAsync(work, earlier, queue, cancellation) is var (place, broken))
        {
            return Problems.Invalid(place, broken);
        }

        await QueueStore.SaveAsync(work.Transaction, queue, cancellation);
        await PlaceWaitingAsync(work, earlier, queue, cancellation);
        work.Publish(queue.ChangesSince(earlier));
        work.AfterCommit(signal.Wake);
        await work.CommitAsync(cancellation);
        return TypedResults.Ok(QueueAnswer.Of(queue, queue.ChangedAt));
    }

    /// <summary>What is wrong with the queue among the agents and queues that there are.</summary>
    private static async Task<(string Field, string Rule)?> ProblemAsync(
        UnitOfWork work, Queue? earlier, Queue queue, CancellationToken cancellation)
    {
        var known = await AgentStore.KnownNamesAsync(work.Transaction, cancellation);
        var agents = await AgentStore.ListAsync(work.Transaction.Connection!, cancellation);
        var others = (await QueueStore.ListAsync(work.Transaction.Connection!, cancellation))
            .ToDictionary(other => other.QueueId);
        return QueuePlanRules.Problem(queue, known, others)
            ?? SurgePlanRules.Removed(earlier, queue)
            ?? StaffingRules.Problem(queue, agents);
    }

    /// <summary>Another plan is another order: the calls that wait are placed anew.</summary>
    private static async Task PlaceWaitingAsync(
        UnitOfWork work, Queue? earlier, Queue queue, CancellationToken cancellation)
    {
        if (earlier is null || earlier.PlanJson == queue.PlanJson)
        {
            return;
        }

        await PlaceWaitingAsync(work, queue, queue.ChangedAt, cancellation);
    }

    /// <summary>Places the calls that wait in a queue by the plan that holds.</summary>
    internal static async Task PlaceWaitingAsync(
        UnitOfWork work, Queue queue, DateTimeOffset now, CancellationToken cancellation)
    {
        var plan = queue.At(now).Plan;
        var waiting = await WaitingCallStore.LockOfQueueAsync(work.Transaction, queue.QueueId, cancellation);
        await WaitingCallStore.SavePlacesAsync(
            work.Transaction, [.. waiting.Select(call => PlaceRules.Place(call, plan, now))], cancellation);
    }

    private static async Task<IResult> GetAsync(
        Guid id, NpgsqlDataSource database, TimeProvider time, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await QueueStore.FindAsync(connection, id, cancellation) is { } queue
            ? TypedResults.Ok(QueueAnswer.Of(queue, time.GetUtcNow()))
            : Problems.NotFound("queue", id);
    }

    private static async Task<IResult> ListAsync(
        NpgsqlDataSource database, TimeProvider time, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var now = time.GetUtcNow();
        return TypedResults.Ok((await QueueStore.ListAsync(connection, cancellation))
            .Select(queue => QueueAnswer.Of(queue, now)).ToList());
    }
}
