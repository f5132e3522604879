using CallCenter.Hosting;
using CallCenter.Routing.Matching;
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
        return TypedResults.Ok(decisions.Select(DecisionAnswer.Of).ToList());
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

    /// <summary>assigned or nobody.</summary>
    public required string Outcome { get; init; }

    /// <summary>The winner.</summary>
    public Guid? AgentId { get; init; }

    public Guid? AssignmentId { get; init; }

    /// <summary>What the decision saw.</summary>
    public required MatchTrace Trace { get; init; }

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
}
