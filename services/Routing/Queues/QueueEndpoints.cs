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
        var known = await AgentStore.KnownNamesAsync(work.Transaction, cancellation);
        if (QueuePlanRules.Problem(body.Plan, body.Skills, known) is var (place, broken))
        {
            return Problems.Invalid(place, broken);
        }

        var earlier = await QueueStore.LockAsync(work.Transaction, id, cancellation);
        var queue = new Queue
        {
            QueueId = id,
            Name = body.Name,
            Skills = SkillNames.Normal(body.Skills),
            Open = body.Open,
            RingMs = body.RingMs ?? (int)options.Value.RingTime.TotalMilliseconds,
            WrapUpMs = body.WrapUpMs ?? (int)options.Value.WrapUpTime.TotalMilliseconds,
            WrapUpMode = body.WrapUpMode,
            WrapUpMostMs = body.WrapUpMostMs,
            Plan = body.Plan,
            ChangedAt = time.GetUtcNow(),
        };
        await QueueStore.SaveAsync(work.Transaction, queue, cancellation);
        await PlaceWaitingAsync(work, earlier, queue, cancellation);
        work.Publish(queue.ChangesSince(earlier));
        work.AfterCommit(signal.Wake);
        await work.CommitAsync(cancellation);
        return TypedResults.Ok(QueueAnswer.Of(queue));
    }

    /// <summary>Another plan is another order: the calls that wait are placed anew.</summary>
    private static async Task PlaceWaitingAsync(
        UnitOfWork work, Queue? earlier, Queue queue, CancellationToken cancellation)
    {
        if (earlier is null || earlier.PlanJson == queue.PlanJson)
        {
            return;
        }

        var waiting = await WaitingCallStore.LockOfQueueAsync(work.Transaction, queue.QueueId, cancellation);
        await WaitingCallStore.SavePlacesAsync(
            work.Transaction,
            [.. waiting.Select(call => PlaceRules.Place(call, queue.Plan, queue.ChangedAt))],
            cancellation);
    }

    private static async Task<IResult> GetAsync(Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await QueueStore.FindAsync(connection, id, cancellation) is { } queue
            ? TypedResults.Ok(QueueAnswer.Of(queue))
            : Problems.NotFound("queue", id);
    }

    private static async Task<IResult> ListAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return TypedResults.Ok((await QueueStore.ListAsync(connection, cancellation)).Select(QueueAnswer.Of).ToList());
    }
}
