using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Matching;
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
        var earlier = await QueueStore.LockAsync(work.Transaction, id, cancellation);
        var queue = new Queue
        {
            QueueId = id,
            Name = body.Name,
            Skills = SkillNames.Normal(body.Skills),
            Open = body.Open,
            RingMs = body.RingMs ?? (int)options.Value.RingTime.TotalMilliseconds,
            WrapUpMs = body.WrapUpMs ?? (int)options.Value.WrapUpTime.TotalMilliseconds,
            ChangedAt = time.GetUtcNow(),
        };
        await QueueStore.SaveAsync(work.Transaction, queue, cancellation);
        work.Publish(queue.ChangesSince(earlier));
        work.AfterCommit(signal.Wake);
        await work.CommitAsync(cancellation);
        return TypedResults.Ok(QueueAnswer.Of(queue));
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

/// <summary>What an administrator says of a queue.</summary>
public sealed record QueueRequest
{
    private const int LongestRingMs = 120_000;
    private const int LongestWrapUpMs = 3_600_000;

    /// <summary>1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Skills that its agents must have: at most 50 words of 1 to 50 characters.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>Whether it takes calls; true when absent.</summary>
    public bool Open { get; init; } = true;

    /// <summary>How long an agent is rung: 1,000 to 120,000 ms.</summary>
    public int? RingMs { get; init; }

    /// <summary>The longest wrap-up: 0 to 3,600,000 ms.</summary>
    public int? WrapUpMs { get; init; }

    /// <summary>The first field that breaks a rule, and the rule.</summary>
    public (string Field, string Rule)? Problem() =>
        string.IsNullOrWhiteSpace(Name) || Name.Length > 100 ? ("name", "must have 1 to 100 characters")
        : RingMs is < 1_000 or > LongestRingMs ? ("ringMs", "must be 1000 to 120000")
        : WrapUpMs is < 0 or > LongestWrapUpMs ? ("wrapUpMs", "must be 0 to 3600000")
        : SkillNames.Problem(Skills);
}

/// <summary>A queue as shown.</summary>
public sealed record QueueAnswer
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<string> Skills { get; init; }

    public required bool Open { get; init; }

    public required int RingMs { get; init; }

    public required int WrapUpMs { get; init; }

    public static QueueAnswer Of(Queue queue) => new()
    {
        Id = queue.QueueId,
        Name = queue.Name,
        Skills = queue.Skills,
        Open = queue.Open,
        RingMs = queue.RingMs,
        WrapUpMs = queue.WrapUpMs,
    };
}
