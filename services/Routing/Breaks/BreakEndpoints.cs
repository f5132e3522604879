using CallCenter.Hosting;
using Npgsql;

namespace CallCenter.Routing.Breaks;

public static class BreakEndpoints
{
    public static void MapBreakEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapGet("/breaks", ListAsync).RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator)
            .WithName("ListBreaks").WithSummary("The breaks that agents may name, with what is shown for them.")
            .Produces<IReadOnlyList<NamedBreak>>();
        app.MapPut("/breaks/{name}", PutAsync).RequireRoles(Roles.Supervisor, Roles.Administrator)
            .WithName("PutBreak").WithSummary("Adds a named break, or changes what is shown for it.")
            .Produces<NamedBreak>().ProducesProblem(400);
        app.MapDelete("/breaks/{name}", DeleteAsync).RequireRoles(Roles.Supervisor, Roles.Administrator)
            .WithName("RemoveBreak").WithSummary("Removes a named break; who is on it stays on it.")
            .Produces(204);
    }

    private static async Task<IResult> ListAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return TypedResults.Ok(await BreakStore.ListAsync(connection, cancellation));
    }

    private static async Task<IResult> PutAsync(
        string name, BreakRequest body, NpgsqlDataSource database, CancellationToken cancellation)
    {
        if (body.Problem(name) is var (field, rule))
        {
            return Problems.Invalid(field, rule);
        }

        var named = new NamedBreak { Name = name, TextEn = body.TextEn, TextZh = body.TextZh };
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await BreakStore.SaveAsync(connection, named, cancellation);
        return TypedResults.Ok(named);
    }

    private static async Task<IResult> DeleteAsync(
        string name, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await BreakStore.RemoveAsync(connection, name, cancellation);
        return TypedResults.NoContent();
    }
}
