using System.Security.Claims;
using CallCenter.Hosting;
using CallCenter.Quality.Analyses;
using Npgsql;

namespace CallCenter.Quality.Evaluations;

public static class EvaluationEndpoints
{
    private static readonly string[] Everybodys = [Roles.Analyst, Roles.Supervisor, Roles.Administrator];

    public static void MapEvaluationEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapGet("/evaluations/{id:guid}", GetAsync).RequireRoles([Roles.Agent, .. Everybodys])
            .WithName("GetEvaluation")
            .WithSummary("An evaluation with its evidence; agents see their own.")
            .Produces<Evaluation>().ProducesProblem(403).ProducesProblem(404);
        app.MapGet("/calls/{callId:guid}/evaluation", GetOfCallAsync).RequireRoles([Roles.Agent, .. Everybodys])
            .WithName("GetEvaluationOfCall")
            .WithSummary("The newest evaluation of a call with its evidence; agents see their own.")
            .Produces<Evaluation>().ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<IResult> GetAsync(
        Guid id, ClaimsPrincipal user, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var evaluation = await EvaluationStore.FindAsync(connection, id, cancellation);
        return Answer(evaluation, user, Problems.NotFound("evaluation", id));
    }

    private static async Task<IResult> GetOfCallAsync(
        Guid callId, ClaimsPrincipal user, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var evaluation = await EvaluationStore.FindOfCallAsync(connection, callId, cancellation);
        if (evaluation is null
            && user.MaySeeAll()
            && await AnalysisStore.FindOfCallAsync(connection, callId, cancellation) is { } analysis)
        {
            return TypedResults.Problem(
                $"Call {callId} has no evaluation: the analysis is {analysis.State}"
                + (analysis.Reason is { } why ? $", {why}." : "."),
                statusCode: StatusCodes.Status404NotFound);
        }

        return Answer(evaluation, user, Problems.NotFound("evaluation of call", callId));
    }

    private static IResult Answer(Evaluation? evaluation, ClaimsPrincipal user, IResult notFound) => evaluation switch
    {
        null => notFound,
        _ when user.MaySeeAll() || user.AgentId() == evaluation.AgentId => TypedResults.Ok(evaluation),
        _ => Problems.Forbidden("An agent sees only their own evaluations."),
    };

    private static bool MaySeeAll(this ClaimsPrincipal user) => Everybodys.Any(user.Has);
}
