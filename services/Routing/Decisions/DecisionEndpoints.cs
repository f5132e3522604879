using CallCenter.Hosting;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Overflowing;
using Npgsql;

namespace CallCenter.Routing.Decisions;

public static class DecisionEndpoints
{
    private const int Limit = 200;
    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static void MapDecisionEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapGet("/calls/{id:guid}/decisions", OfCallAsync)
            .RequireRoles(Roles.Supervisor, Roles.Analyst, Roles.Administrator)
            .WithName("ListDecisionsOfCall")
            .WithSummary("Why a call got its agents, or nobody, in the order of time.")
            .Produces<IReadOnlyList<DecisionAnswer>>();
        app.MapGet("/agents/{id:guid}/decisions", OfAgentAsync)
            .RequireRoles(Roles.Supervisor, Roles.Analyst, Roles.Administrator)
            .WithName("ListDecisionsOfAgent")
            .WithSummary("The decisions that name an agent, the latest first: the last hour, or up to a day.")
            .Produces<IReadOnlyList<DecisionAnswer>>().ProducesProblem(400);
    }

    private static async Task<IResult> OfCallAsync(
        Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var decisions = await DecisionStore.OfCallAsync(connection, id, Limit, cancellation);
        var moves = await OverflowStore.MovesOfCallAsync(connection, id, Limit, cancellation);
        return TypedResults.Ok(decisions.Select(DecisionAnswer.Of).Concat(moves.Select(DecisionAnswer.Of))
            .OrderBy(decision => decision.DecidedAt).ToList());
    }

    private static async Task<IResult> OfAgentAsync(
        Guid id, DateTimeOffset? from, DateTimeOffset? to, NpgsqlDataSource database, TimeProvider time,
        CancellationToken cancellation)
    {
        var until = to ?? time.GetUtcNow().AddMilliseconds(1);
        var since = from ?? until - Usual;
        if (since >= until || until - since > Longest)
        {
            return Problems.Invalid("from", "must be before \"to\" and at most a day earlier");
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        var decisions = await DecisionStore.OfAgentAsync(
            connection, id, since.ToUniversalTime(), until.ToUniversalTime(), Limit, cancellation);
        return TypedResults.Ok(decisions.Select(DecisionAnswer.Of).ToList());
    }
}

/// <summary>A decision as shown.</summary>
public sealed record DecisionAnswer
{
    public required DateTimeOffset DecidedAt { get; init; }

    public required Guid CallId { get; init; }

    public required Guid QueueId { get; init; }

    /// <summary>
    /// assigned, nobody, moved (to another queue), refused (no queue took the call, at the door or later), or
    /// abandoned and ended (the call was over while it waited).
    /// </summary>
    public required string Outcome { get; init; }

    /// <summary>The winner.</summary>
    public Guid? AgentId { get; init; }

    public Guid? AssignmentId { get; init; }

    /// <summary>Where a moved call went.</summary>
    public Guid? ToQueueId { get; init; }

    /// <summary>
    /// Why it was moved or refused: overflow or too-long; closed, full, callback-only, unknown-queue or
    /// unknown-channel at the door.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>
    /// What the reason alone does not tell. Of a call that ended while it waited, why nobody had got it, by the last
    /// look that explained it: a look explains the first <c>ExplainedCalls</c>.
    /// </summary>
    public string? Detail { get; init; }

    /// <summary>What the decision saw; absent where the call left its queue.</summary>
    public MatchTrace? Trace { get; init; }

    public static DecisionAnswer Of(Decision decision) => new()
    {
        DecidedAt = decision.DecidedAt,
        CallId = decision.CallId,
        QueueId = decision.QueueId,
        Outcome = decision.AgentId is null ? "nobody" : "assigned",
        AgentId = decision.AgentId,
        AssignmentId = decision.AssignmentId,
        Trace = decision.ReadTrace(),
    };

    public static DecisionAnswer Of(CallMove move) => new()
    {
        DecidedAt = move.MovedAt,
        CallId = move.CallId,
        QueueId = move.FromQueueId,
        Outcome = move.Ended ? move.Reason : move.ToQueueId is null ? "refused" : "moved",
        ToQueueId = move.ToQueueId,
        Reason = move.Ended ? null : move.Reason,
        Detail = move.Detail,
    };
}
