using System.Security.Claims;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Breaks;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Matching;
using Npgsql;

namespace CallCenter.Routing.Agents;

public static class AgentEndpoints
{
    private const string Thing = "agent";

    public static void MapAgentEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapPut("/agents/{id:guid}", PutAsync).RequireRoles(Roles.Supervisor, Roles.Administrator)
            .WithName("PutAgent").WithSummary("Adds an agent, or changes what is known of them.")
            .Produces<AgentAnswer>().ProducesProblem(400).ProducesProblem(409);
        app.MapGet("/agents/{id:guid}", GetAsync)
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator)
            .WithName("GetAgent").WithSummary("An agent with the assignment that holds them; agents see themselves.")
            .Produces<AgentAnswer>().ProducesProblem(404);
        app.MapGet("/agents", ListAsync)
            .RequireRoles(Roles.Supervisor, Roles.Analyst, Roles.Subscriber, Roles.Administrator)
            .WithName("ListAgents").WithSummary("The agents with their state, by number: all, of a team or at a site.")
            .Produces<IReadOnlyList<AgentAnswer>>();
        app.MapDelete("/agents/{id:guid}", DeleteAsync).RequireRoles(Roles.Supervisor, Roles.Administrator)
            .WithName("RemoveAgent").WithSummary("Removes an agent; a talk in progress ends by itself.")
            .Produces(204);
        app.MapPut("/agents/{id:guid}/status", ChooseAsync)
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator)
            .WithName("ChooseStatus")
            .WithSummary("Sets the chosen status; to leave while work is in hand is the next status.")
            .Produces<AgentAnswer>().ProducesProblem(400).ProducesProblem(404);
        app.MapPost("/agents/{id:guid}/return", ReturnAsync)
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator)
            .WithName("ReturnAgent").WithSummary("An agent who was not responding is back.")
            .Produces<AgentAnswer>().ProducesProblem(404);
        app.MapPut("/agents/{id:guid}/interruptible", LetInterruptAsync)
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator)
            .WithName("LetInterrupt").WithSummary("Which channels of theirs an agent lets be interrupted: chat, task.")
            .Produces<AgentAnswer>().ProducesProblem(400).ProducesProblem(404);
    }

    /// <summary>Agents see and change only themselves; supervisors and administrators anybody.</summary>
    public static bool May(this ClaimsPrincipal user, Guid agentId) =>
        user.Has(Roles.Supervisor) || user.Has(Roles.Administrator) || user.AgentId() == agentId;

    private static async Task<IResult> PutAsync(
        Guid id, AgentRequest body, Transactions transactions, WakeSignal<MatchWorker> signal, TimeProvider time,
        CancellationToken cancellation)
    {
        if (body.Problem() is var (field, rule))
        {
            return Problems.Invalid(field, rule);
        }

        await using var work = await transactions.BeginAsync(cancellation);
        await AgentStore.LockNumbersAsync(work.Transaction, cancellation);
        var known = await AgentStore.LockAsync(work.Transaction, id, cancellation);
        if (await AgentStore.OwnerOfAsync(work.Transaction, body.Number, exceptAgentId: id, cancellation) is { } owner)
        {
            return Problems.Conflict($"The number {body.Number} is that of agent {owner}.");
        }

        var now = time.GetUtcNow();
        var change = known is { RemovedAt: null }
            ? known.Describe(body.Profile(), now)
            : Agent.Add(known, id, body.Profile(), now);
        return await SaveAsync(work, change, signal, cancellation);
    }

    private static async Task<IResult> GetAsync(
        Guid id, ClaimsPrincipal user, NpgsqlDataSource database, TimeProvider time, CancellationToken cancellation)
    {
        if (!user.May(id))
        {
            return Problems.Forbidden("An agent sees only themselves.");
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await AgentStore.FindAsync(connection, id, cancellation) is not { } agent)
        {
            return Problems.NotFound(Thing, id);
        }

        var live = await AssignmentStore.ListLiveAsync(connection, id, cancellation);
        var paused = user.AgentId() == id ? null
            : await LoadStore.PausedAsync(connection, time.GetUtcNow(), cancellation);
        var seen = AsOthersSee(agent, paused);
        return TypedResults.Ok(AgentAnswer.Of(seen, MatchRules.WhyNotReady(seen), live));
    }

    private static async Task<IResult> ListAsync(
        string? team, string? site, NpgsqlDataSource database, TimeProvider time, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var agents = (await AgentStore.ListAsync(connection, cancellation))
            .Where(agent => (team is null || agent.Team == team) && (site is null || agent.Site == site));
        var paused = await LoadStore.PausedAsync(connection, time.GetUtcNow(), cancellation);
        return TypedResults.Ok(agents.Select(agent => AsOthersSee(agent, paused))
            .Select(agent => AgentAnswer.Of(agent, MatchRules.WhyNotReady(agent))).ToList());
    }

    /// <summary>A pause after hard calls is a break like any other to all but the agent.</summary>
    private static Agent AsOthersSee(Agent agent, IReadOnlySet<Guid>? paused) =>
        paused?.Contains(agent.AgentId) is true && MatchRules.WhyNotReady(agent) is null
            ? agent with { Status = AgentStatuses.Break }
            : agent;

    private static async Task<IResult> DeleteAsync(
        Guid id, Transactions transactions, WakeSignal<MatchWorker> signal, TimeProvider time,
        CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        var now = time.GetUtcNow();

        // Assignments are locked with their call before the agent alone, as everywhere.
        var outcome = AssignmentRules.AgentRemoved(
            await AssignmentStore.LockOfAgentAsync(work.Transaction, id, cancellation), now);
        await AssignmentStore.SaveAsync(work.Transaction, outcome.Changed, cancellation);
        work.Publish(outcome.Events);
        if (await AgentStore.LockAsync(work.Transaction, id, cancellation) is not { RemovedAt: null } agent)
        {
            // Removing what is not there is done already.
            return TypedResults.NoContent();
        }

        await SaveAsync(work, agent.Remove(now), signal, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ChooseAsync(
        Guid id, StatusRequest body, ClaimsPrincipal user, Transactions transactions, WakeSignal<MatchWorker> signal,
        TimeProvider time, CancellationToken cancellation)
    {
        if (body.Problem() is var (field, rule))
        {
            return Problems.Invalid(field, rule);
        }

        await using var work = await transactions.BeginAsync(cancellation);
        return body.BreakName is { } name && !await BreakStore.ExistsAsync(work.Transaction, name, cancellation)
            ? Problems.Invalid("breakName", "is not a break of this centre")
            : await ChangeAsync(
                work, id, user, agent => agent.Choose(body.Status, body.BreakName, time.GetUtcNow()), signal,
                cancellation);
    }

    private static async Task<IResult> ReturnAsync(
        Guid id, ClaimsPrincipal user, Transactions transactions, WakeSignal<MatchWorker> signal, TimeProvider time,
        CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        return await ChangeAsync(work, id, user, agent => agent.Return(time.GetUtcNow()), signal, cancellation);
    }

    private static async Task<IResult> LetInterruptAsync(
        Guid id, InterruptibleRequest body, ClaimsPrincipal user, Transactions transactions,
        WakeSignal<MatchWorker> signal, CancellationToken cancellation)
    {
        if (body.Problem() is var (field, rule))
        {
            return Problems.Invalid(field, rule);
        }

        await using var work = await transactions.BeginAsync(cancellation);
        return await ChangeAsync(work, id, user, agent => agent.LetInterrupt(body.Channels), signal, cancellation);
    }

    private static async Task<IResult> ChangeAsync(
        UnitOfWork work, Guid id, ClaimsPrincipal user, Func<Agent, AgentChange> rule, WakeSignal<MatchWorker> signal,
        CancellationToken cancellation)
    {
        if (!user.May(id))
        {
            return Problems.Forbidden("An agent sets only their own status.");
        }

        return await AgentStore.LockAsync(work.Transaction, id, cancellation) is { RemovedAt: null } agent
            ? await SaveAsync(
                work, rule(agent).By(user.AgentId() == id ? ActivityActors.Agent : ActivityActors.Supervisor), signal,
                cancellation)
            : Problems.NotFound(Thing, id);
    }

    private static async Task<IResult> SaveAsync(
        UnitOfWork work, AgentChange change, WakeSignal<MatchWorker> signal, CancellationToken cancellation)
    {
        await AgentStore.SaveAsync(work.Transaction, change.Agent, cancellation);
        work.Publish(change.Events);
        work.AfterCommit(signal.Wake);
        await work.CommitAsync(cancellation);
        return TypedResults.Ok(AgentAnswer.Of(change.Agent, MatchRules.WhyNotReady(change.Agent)));
    }
}
