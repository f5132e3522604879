using System.Security.Claims;
using CallCenter.Hosting;
using CallCenter.Routing.Agents;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Routing.Figures;

public static class FigureEndpoints
{
    private const string UnknownDefinition = "must be ids of GET /figures/definitions";

    private delegate FiguresAnswer AgentsAnswer(
        FigureWindow window, IReadOnlyList<AgentTally> agents, IReadOnlyList<Definition<AgentTally>> wanted);

    /// <summary>Who may see the figures of queues.</summary>
    private static readonly string[] Everybody =
    [
        Roles.Agent, Roles.Supervisor, Roles.Analyst, Roles.DepartmentHead, Roles.Executive, Roles.Administrator,
    ];

    public static void MapFigureEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapGet("/figures/definitions", () => TypedResults.Ok(DefinitionAnswer.All))
            .RequireRoles([.. Everybody, Roles.Subscriber])
            .WithName("ListFigureDefinitions").WithSummary("What each figure means, in English and Chinese.")
            .Produces<IReadOnlyList<DefinitionAnswer>>();
        app.MapGet("/figures/queues", QueuesAsync).RequireRoles(Everybody)
            .WithName("ListQueueFigures").WithSummary("Figures of every queue: today, or the window asked for.")
            .Produces<QueueFiguresAnswer>().ProducesProblem(400);
        app.MapGet("/figures/queues/{id:guid}", QueueAsync).RequireRoles(Everybody)
            .WithName("GetQueueFigures").WithSummary("Figures of a queue.")
            .Produces<QueueFiguresAnswer>().ProducesProblem(400).ProducesProblem(404);
        app.MapGet("/figures/agents", AgentsAsync)
            .RequireRoles(Roles.Supervisor, Roles.Analyst, Roles.Administrator)
            .WithName("ListAgentFigures").WithSummary("Figures of the agents at work, and of all together.")
            .Produces<AgentFiguresAnswer>().ProducesProblem(400);
        app.MapGet("/figures/teams", TeamsAsync)
            .RequireRoles(Roles.Supervisor, Roles.Analyst, Roles.Administrator)
            .WithName("ListTeamFigures").WithSummary("Figures of each team's agents together.")
            .Produces<GroupFiguresAnswer>().ProducesProblem(400);
        app.MapGet("/figures/sites", SitesAsync)
            .RequireRoles(Roles.Supervisor, Roles.Analyst, Roles.Administrator)
            .WithName("ListSiteFigures").WithSummary("Figures of the agents at each site together.")
            .Produces<GroupFiguresAnswer>().ProducesProblem(400);
        app.MapGet("/figures/agents/{id:guid}", AgentAsync)
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Analyst, Roles.Administrator)
            .WithName("GetAgentFigures").WithSummary("Figures of an agent; agents see themselves.")
            .Produces<AgentFiguresAnswer>().ProducesProblem(400).ProducesProblem(404);
        app.MapGet("/figures/stream", FigureStreamEndpoint.StreamAsync).RequireRoles(Everybody)
            .WithName("StreamFigures").WithSummary("Today's figures as server-sent events, when they change.")
            .Produces(200, contentType: "text/event-stream").ProducesProblem(503);
    }

    /// <summary>Agents see only themselves; analysts and whoever leads see anybody.</summary>
    public static bool MaySeeFiguresOf(this ClaimsPrincipal user, Guid agentId) =>
        user.May(agentId) || user.Has(Roles.Analyst);

    private static Task<IResult> QueuesAsync(
        [AsParameters] FigureQuery asked, NpgsqlDataSource database, IOptions<RoutingOptions> options,
        TimeProvider time, CancellationToken cancellation) =>
        CountQueuesAsync(queueId: null, asked, database, options.Value, time.GetUtcNow(), cancellation);

    private static Task<IResult> QueueAsync(
        Guid id, [AsParameters] FigureQuery asked, NpgsqlDataSource database, IOptions<RoutingOptions> options,
        TimeProvider time, CancellationToken cancellation) =>
        CountQueuesAsync(id, asked, database, options.Value, time.GetUtcNow(), cancellation);

    private static async Task<IResult> CountQueuesAsync(
        Guid? queueId, FigureQuery asked, NpgsqlDataSource database, RoutingOptions settings, DateTimeOffset now,
        CancellationToken cancellation)
    {
        if (FigureWindow.Problem(asked, now) is var (field, rule))
        {
            return Problems.Invalid(field, rule);
        }

        if (asked is not { Team: null, Site: null })
        {
            return Problems.Invalid(
                asked.Team is null ? "site" : "team", "is of agents: ask for figures of agents, teams or sites");
        }

        if (Wanted(QueueDefinitions.All, asked) is not { } wanted)
        {
            return Problems.Invalid("definition", UnknownDefinition);
        }

        var window = FigureWindow.Of(asked, settings, now);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var tallies = (await TallyStore.QueuesAsync(connection, window, cancellation))
            .Where(queue => queueId is null || queue.QueueId == queueId).ToList();
        return tallies.Count == 0 && queueId is { } missing
            ? Problems.NotFound("queue", missing)
            : TypedResults.Ok(new QueueFiguresAnswer
            {
                From = window.From,
                To = window.To,
                Queues = [.. tallies.Select(queue => new QueueFigures
                {
                    QueueId = queue.QueueId,
                    WithinMs = queue.WithinMs,
                    ShortMs = queue.ShortMs,
                    Figures = [.. wanted.Select(one => one.Value(queue))],
                })],
            });
    }

    private static Task<IResult> AgentsAsync(
        [AsParameters] FigureQuery asked, NpgsqlDataSource database, IOptions<RoutingOptions> options,
        TimeProvider time, CancellationToken cancellation) =>
        CountAgentsAsync(agentId: null, asked, database, options.Value, time.GetUtcNow(), OfAgents, cancellation);

    private static async Task<IResult> AgentAsync(
        Guid id, ClaimsPrincipal user, [AsParameters] FigureQuery asked, NpgsqlDataSource database,
        IOptions<RoutingOptions> options, TimeProvider time, CancellationToken cancellation)
    {
        if (!user.MaySeeFiguresOf(id))
        {
            return Problems.Forbidden("An agent sees only their own figures.");
        }

        await using (var connection = await database.OpenConnectionAsync(cancellation))
        {
            if (await AgentStore.FindAsync(connection, id, cancellation) is null)
            {
                return Problems.NotFound("agent", id);
            }
        }

        return await CountAgentsAsync(
            id, asked, database, options.Value, time.GetUtcNow(), OfAgents, cancellation);
    }

    private static async Task<IResult> CountAgentsAsync(
        Guid? agentId, FigureQuery asked, NpgsqlDataSource database, RoutingOptions settings, DateTimeOffset now,
        AgentsAnswer answer, CancellationToken cancellation)
    {
        if (FigureWindow.Problem(asked, now) is var (field, rule))
        {
            return Problems.Invalid(field, rule);
        }

        if (Wanted(AgentDefinitions.All, asked) is not { } wanted)
        {
            return Problems.Invalid("definition", UnknownDefinition);
        }

        var window = FigureWindow.Of(asked, settings, now);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var tallies = (await TallyStore.AgentsAsync(connection, window, agentId, cancellation))
            .Where(asked.IsAbout).ToList();
        return TypedResults.Ok(answer(window, tallies, wanted));
    }

    private static AgentFiguresAnswer OfAgents(
        FigureWindow window, IReadOnlyList<AgentTally> agents, IReadOnlyList<Definition<AgentTally>> wanted)
    {
        var together = AgentTally.Sum(agents);
        return new AgentFiguresAnswer
        {
            From = window.From,
            To = window.To,
            Together = [.. wanted.Select(one => one.Value(together))],
            Agents = [.. agents.Select(agent => AgentFigures.Of(agent, wanted))],
        };
    }

    private static Task<IResult> TeamsAsync(
        [AsParameters] FigureQuery asked, NpgsqlDataSource database, IOptions<RoutingOptions> options,
        TimeProvider time, CancellationToken cancellation) => CountAgentsAsync(
            agentId: null, asked, database, options.Value, time.GetUtcNow(), Groups(agent => agent.Team), cancellation);

    private static Task<IResult> SitesAsync(
        [AsParameters] FigureQuery asked, NpgsqlDataSource database, IOptions<RoutingOptions> options,
        TimeProvider time, CancellationToken cancellation) => CountAgentsAsync(
            agentId: null, asked, database, options.Value, time.GetUtcNow(), Groups(agent => agent.Site), cancellation);

    private static AgentsAnswer Groups(Func<AgentTally, string?> group) => (window, agents, wanted) =>
        new GroupFiguresAnswer
        {
            From = window.From, To = window.To, Groups = GroupFigures.Of(agents, group, wanted),
        };

    /// <summary>The definitions asked for, or all; null when one of them is unknown.</summary>
    private static IReadOnlyList<Definition<T>>? Wanted<T>(
        IReadOnlyList<Definition<T>> all, FigureQuery asked) =>
        asked.Definition is not { Length: > 0 } ids ? all
            : ids.All(id => all.Any(one => one.Id == id)) ? [.. all.Where(one => ids.Contains(one.Id))]
            : null;
}
