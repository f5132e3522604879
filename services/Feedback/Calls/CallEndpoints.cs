using CallCenter.Feedback.Surveys;
using CallCenter.Hosting;
using Npgsql;

namespace CallCenter.Feedback.Calls;

public static class CallEndpoints
{
    public static void MapCallEndpoints(this IEndpointRouteBuilder app) =>
        app.MapGet("/calls/{id:guid}", GetAsync)
            .RequireRoles(Roles.DepartmentHead, Roles.Supervisor, Roles.Analyst, Roles.Administrator)
            .WithName("GetCallFacts").WithSummary("A call with its customer, its outcome and its survey answers.")
            .Produces<CallAnswer>().ProducesProblem(404);

    private static async Task<IResult> GetAsync(Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await CallFactsStore.FindAsync(connection, id, cancellation) is { } call
            ? TypedResults.Ok(CallAnswer.Of(call, await SurveyStore.OfCallAsync(connection, id, cancellation)))
            : Problems.NotFound("call", id);
    }
}
