using System.Security.Claims;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Routing.Loads;

public static class LoadEndpoints
{
    /// <summary>Of a smaller team a number would tell who.</summary>
    private const int SmallestTeam = 3;

    private static readonly TimeSpan Usual = TimeSpan.FromDays(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    public static void MapLoadEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapGet("/agents/{id:guid}/load", GetAsync).RequireRoles(Roles.Agent)
            .WithName("GetLoad").WithSummary("What hard calls have left with the agent; only they themselves see it.")
            .Produces<AgentLoadAnswer>().ProducesProblem(403).ProducesProblem(404);
        app.MapPost("/agents/{id:guid}/pause", PauseAsync).RequireRoles(Roles.Agent)
            .WithName("TakePause").WithSummary("Takes the pause that is offered: no calls until it ends.")
            .Produces<AgentLoadAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        app.MapDelete("/agents/{id:guid}/pause", EndPauseAsync).RequireRoles(Roles.Agent)
            .WithName("EndPause").WithSummary("Ends the pause before its time.")
            .Produces(204).ProducesProblem(403);
        app.MapGet("/teams/load", TeamsAsync).RequireRoles(Roles.Supervisor, Roles.Administrator)
            .WithName("ListTeamLoads")
            .WithSummary("How many agents of each team of three or more at work should be relieved.")
            .Produces<IReadOnlyList<TeamLoadAnswer>>();
        app.MapPut("/assignments/{id:guid}/mood", MarkAsync)
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator)
            .WithName("MarkMood").WithSummary("Says or corrects the mood of the caller: abusive, angry, or none.")
            .Produces<AssignmentAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        app.MapGet("/queues/{id:guid}/care", CareAsync).RequireRoles(Roles.Supervisor, Roles.Administrator)
            .WithName("GetCare")
            .WithSummary("What the care for agents cost the calls of a queue: the last day, or up to 31 days.")
            .Produces<CareAnswer>().ProducesProblem(400).ProducesProblem(404);
    }

    private static async Task<IResult> GetAsync(
        Guid id, ClaimsPrincipal user, NpgsqlDataSource database, TimeProvider time, IOptions<RoutingOptions> options,
        CancellationToken cancellation)
    {
        if (user.AgentId() != id)
        {
            return Problems.Forbidden("Only the agent sees their load.");
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await AgentStore.FindAsync(connection, id, cancellation) is { } agent
            ? TypedResults.Ok(await AnswerAsync(
                connection, agent, options.Value.Load, time.GetUtcNow(), cancellation))
            : Problems.NotFound("agent", id);
    }

    private static async Task<IResult> PauseAsync(
        Guid id, ClaimsPrincipal user, Transactions transactions, TimeProvider time, IOptions<RoutingOptions> options,
        CancellationToken cancellation)
    {
        if (user.AgentId() != id)
        {
            return Problems.Forbidden("An agent takes only their own pause.");
        }

        await using var work = await transactions.BeginAsync(cancellation);
        if (await AgentStore.LockAsync(work.Transaction, id, cancellation) is not { RemovedAt: null } agent)
        {
            return Problems.NotFound("agent", id);
        }

        var (settings, now, connection) = (options.Value.Load, time.GetUtcNow(), work.Transaction.Connection!);
        var (calls, pauses) = await LoadStore.OfAgentsAsync(connection, [id], now - settings.Memory, cancellation);
        var load = LoadRules.Of(agent, calls, pauses, settings, now);
        var taken = PauseRules.Take(agent, load, pauses, settings, now);
        if (taken.Pause is null)
        {
            return Problems.Conflict(taken.Refusal!);
        }

        await LoadStore.SavePauseAsync(work.Transaction, taken.Pause, cancellation);
        var answer = await AnswerAsync(connection, agent, settings, now, cancellation);
        await work.CommitAsync(cancellation);
        return TypedResults.Ok(answer);
    }

    private static async Task<IResult> EndPauseAsync(
        Guid id, ClaimsPrincipal user, Transactions transactions, WakeSignal<MatchWorker> signal, TimeProvider time,
        CancellationToken cancellation)
    {
        if (user.AgentId() != id)
        {
            return Problems.Forbidden("An agent ends only their own pause.");
        }

        await using var work = await transactions.BeginAsync(cancellation);
        await LoadStore.EndPauseAsync(work.Transaction, id, time.GetUtcNow(), cancellation);
        work.AfterCommit(signal.Wake);
        await work.CommitAsync(cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> TeamsAsync(
        NpgsqlDataSource database, TimeProvider time, IOptions<RoutingOptions> options, CancellationToken cancellation)
    {
        var (settings, now) = (options.Value.Load, time.GetUtcNow());
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var agents = await AgentStore.ListAsync(connection, cancellation);
        var (calls, pauses) = await LoadStore.OfAgentsAsync(
            connection, [.. agents.Select(agent => agent.AgentId)], now - settings.Memory, cancellation);
        var loads = LoadRules.OfAll(agents, calls, pauses, settings, now);
        return TypedResults.Ok(LoadRules.OfTeams(agents, loads, settings.PauseFrom, SmallestTeam));
    }

    private static async Task<IResult> MarkAsync(
        Guid id, MoodRequest body, ClaimsPrincipal user, Transactions transactions, CancellationToken cancellation)
    {
        if (MoodRequest.Problem(body.Mood) is var (field, rule))
        {
            return Problems.Invalid(field, rule);
        }

        await using var work = await transactions.BeginAsync(cancellation);
        if (await AssignmentStore.LockAsync(work.Transaction, id, cancellation) is not { } held)
        {
            return Problems.NotFound("assignment", id);
        }

        if (!user.May(held.Agent.AgentId))
        {
            return Problems.Forbidden("An agent marks only their own calls.");
        }

        var outcome = LoadRules.Mark(held, body.Mood);
        if (outcome.Refusal is { } why)
        {
            return Problems.Conflict(why);
        }

        await AssignmentStore.SaveAsync(work.Transaction, outcome.Changed, cancellation);
        await (HardCall.Of(outcome.Changed[0]) is { } hard
            ? LoadStore.SaveAsync(work.Transaction, hard, cancellation)
            : LoadStore.RemoveAsync(work.Transaction, id, cancellation));
        await work.CommitAsync(cancellation);
        return TypedResults.Ok(AssignmentAnswer.Of(outcome.Changed[0].Assignment));
    }

    private static async Task<IResult> CareAsync(
        Guid id, DateTimeOffset? from, DateTimeOffset? to, NpgsqlDataSource database, TimeProvider time,
        IOptions<RoutingOptions> options, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var until = to ?? now.AddMilliseconds(1);
        var since = from ?? until - Usual;
        if (since >= until || until - since > Longest)
        {
            return Problems.Invalid("from", "must be before \"to\" and at most 31 days earlier");
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await QueueStore.FindAsync(connection, id, cancellation) is null
            ? Problems.NotFound("queue", id)
            : TypedResults.Ok(await HeldCallStore.ReportAsync(
                connection, id, since.ToUniversalTime(), until.ToUniversalTime(), now,
                (long)options.Value.ServiceLevelTime.TotalMilliseconds, cancellation));
    }

    private static async Task<AgentLoadAnswer> AnswerAsync(
        NpgsqlConnection connection, Agent agent, LoadSettings settings, DateTimeOffset now,
        CancellationToken cancellation)
    {
        var (calls, pauses) = await LoadStore.OfAgentsAsync(
            connection, [agent.AgentId], now - settings.Memory, cancellation);
        var load = LoadRules.Of(agent, calls, pauses, settings, now);
        return AgentLoadAnswer.Of(load, calls, pauses, settings, now);
    }
}
