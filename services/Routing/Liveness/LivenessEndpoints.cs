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

    private static async Task<IResult> FreeAgentAsync(
        Guid id, FreeRequest body, ClaimsPrincipal user, Transactions transactions, WakeSignal<MatchWorker> signal,
        TimeProvider time, ILogger<Repair> logger, CancellationToken cancellation)
    {
        if (body.Problem() is var (field, rule))
        {
            return Problems.Invalid(field, rule);
        }

        await using var work = await transactions.BeginAsync(cancellation);
        var now = time.GetUtcNow();
        await HeldStore.RememberUnknownCallsAsync(work.Transaction, id, now, cancellation);
        var (agent, live) = await HeldStore.LockAgentAsync(work.Transaction, id, cancellation);
        if (agent is null)
        {
            return Problems.NotFound("agent", id);
        }

        return FreeRules.Agent(agent, live, now) is { } finding
            ? await SaveAsync(work, finding, body, user, signal, now, logger, cancellation)
            : Problems.Conflict("Nothing holds the agent.");
    }

    private static async Task<IResult> FreeCallAsync(
        Guid id, FreeRequest body, ClaimsPrincipal user, Transactions transactions, WakeSignal<MatchWorker> signal,
        TimeProvider time, ILogger<Repair> logger, CancellationToken cancellation)
    {
        if (body.Problem() is var (field, rule))
        {
            return Problems.Invalid(field, rule);
        }

        await using var work = await transactions.BeginAsync(cancellation);
        var now = time.GetUtcNow();
        var (call, live) = await HeldStore.LockCallAsync(work.Transaction, id, cancellation);
        if (call is null)
        {
            return Problems.NotFound("call", id);
        }

        return FreeRules.Call(call, live, now) is { } finding
            ? await SaveAsync(work, finding, body, user, signal, now, logger, cancellation)
            : Problems.Conflict("The call has ended and holds nobody.");
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

    private static async Task<IResult> SaveAsync(
        UnitOfWork work, Finding finding, FreeRequest body, ClaimsPrincipal user, WakeSignal<MatchWorker> signal,
        DateTimeOffset now, ILogger logger, CancellationToken cancellation)
    {
        var repair = finding.Record(Guid.CreateVersion7(now), now, body.Reason, user.Identity?.Name);
        using var span = ServiceActivity.Start("free", finding.Traceparent);
        await RepairStore.SaveAsync(work.Transaction, finding, repair, cancellation);
        work.Publish(finding.Says(now));
        work.AfterCommit(signal.Wake);
        await work.CommitAsync(cancellation);
        RoutingMetrics.Repaired(repair.Kind);
        Log.Freed(logger, repair.Done, repair.AgentId, repair.CallId, repair.AssignmentId);
        return TypedResults.Ok(RepairAnswer.Of(repair));
    }
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
