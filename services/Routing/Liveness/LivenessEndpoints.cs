using System.Security.Claims;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Matching;
using Npgsql;

namespace CallCenter.Routing.Liveness;

public static class LivenessEndpoints
{
    private const int Limit = 1_000;
    private static readonly TimeSpan Usual = TimeSpan.FromDays(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    public static void MapLivenessEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapPost("/agents/{id:guid}/free", FreeAgentAsync).RequireRoles(Roles.Supervisor, Roles.Administrator)
            .WithName("FreeAgent")
            .WithSummary("Ends whatever holds an agent; a talk that goes on in the switch goes on there.")
            .Produces<RepairAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        app.MapPost("/calls/{id:guid}/free", FreeCallAsync).RequireRoles(Roles.Supervisor, Roles.Administrator)
            .WithName("FreeCall")
            .WithSummary("Takes a call from its agent: it waits again; one that waits already is not routable.")
            .Produces<RepairAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        app.MapGet("/repairs", ListAsync).RequireRoles(Roles.Supervisor, Roles.Administrator)
            .WithName("ListRepairs")
            .WithSummary("What was repaired or freed by hand, the latest first: the last day, or up to 31 days.")
            .Produces<IReadOnlyList<RepairAnswer>>().ProducesProblem(400);
    }

    private static Task<IResult> FreeAgentAsync(
        Guid id, FreeRequest body, ClaimsPrincipal user, [AsParameters] FreeServices with,
        CancellationToken cancellation) =>
        FreeAsync(body, user, with, async (work, now) =>
        {
            await EngagementStore.RememberUnknownCallsAsync(work, id, now, cancellation);
            var (agent, alone, _) = await EngagementStore.LockAgentAsync(work, id, cancellation);
            return agent is null ? (null, Problems.NotFound("agent", id))
                : (FreeRules.Agent(agent, alone, now), Problems.Conflict("Nothing holds the agent."));
        }, cancellation);

    private static Task<IResult> FreeCallAsync(
        Guid id, FreeRequest body, ClaimsPrincipal user, [AsParameters] FreeServices with,
        CancellationToken cancellation) =>
        FreeAsync(body, user, with, async (work, now) =>
        {
            var (call, live) = await EngagementStore.LockCallAsync(work, id, cancellation);
            return call is null ? (null, Problems.NotFound("call", id))
                : (FreeRules.Call(call, live, now), Problems.Conflict("The call has ended and holds nobody."));
        }, cancellation);

    /// <summary>Frees what is found; where there is nothing to free the answer says why.</summary>
    private static async Task<IResult> FreeAsync(
        FreeRequest body, ClaimsPrincipal user, FreeServices with,
        Func<NpgsqlTransaction, DateTimeOffset, Task<(Finding? Finding, IResult Nothing)>> find,
        CancellationToken cancellation)
    {
        if (body.Problem() is var (field, rule))
        {
            return Problems.Invalid(field, rule);
        }

        await using var work = await with.Transactions.BeginAsync(cancellation);
        var now = with.Time.GetUtcNow();
        var (finding, nothing) = await find(work.Transaction, now);
        if (finding is null)
        {
            return nothing;
        }

        var repair = finding.Record(Guid.CreateVersion7(now), now, body.Reason, user.Identity?.Name);
        using var span = ServiceActivity.Start("free", finding.Traceparent);
        await RepairStore.SaveAsync(work.Transaction, finding, repair, cancellation);
        work.Publish(finding.Says(now));
        work.AfterCommit(with.Signal.Wake);
        await work.CommitAsync(cancellation);
        RoutingMetrics.Repaired(repair.Kind);
        Log.Freed(with.Logger, repair.Done, repair.AgentId, repair.CallId, repair.AssignmentId);
        return TypedResults.Ok(RepairAnswer.Of(repair));
    }

    private static async Task<IResult> ListAsync(
        DateTimeOffset? from, DateTimeOffset? to, NpgsqlDataSource database, TimeProvider time,
        CancellationToken cancellation)
    {
        var until = to ?? time.GetUtcNow().AddMilliseconds(1);
        var since = from ?? until - Usual;
        if (since >= until || until - since > Longest)
        {
            return Problems.Invalid("from", "must be before \"to\" and at most 31 days earlier");
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        var repairs = await RepairStore.ListAsync(
            connection, since.ToUniversalTime(), until.ToUniversalTime(), Limit, cancellation);
        return TypedResults.Ok(repairs.Select(RepairAnswer.Of).ToList());
    }
}

/// <summary>What freeing by hand works with.</summary>
public sealed record FreeServices
{
    public required Transactions Transactions { get; init; }

    public required WakeSignal<MatchWorker> Signal { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger<Repair> Logger { get; init; }
}

/// <summary>Why something is freed by hand.</summary>
public sealed record FreeRequest
{
    /// <summary>1 to 500 characters; kept with the repair and never said in an event.</summary>
    public required string Reason { get; init; }

    /// <summary>The field that breaks a rule, and the rule.</summary>
    public (string Field, string Rule)? Problem() =>
        string.IsNullOrWhiteSpace(Reason) || Reason.Length > 500 || Reason.Any(char.IsControl)
            ? ("reason", "must have 1 to 500 characters")
            : null;
}
