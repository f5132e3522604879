using CallCenter.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.Lines;

/// <summary>How good lines were, by HTTP.</summary>
public static class LineEndpoints
{
    public static void MapLineEndpoints(this IEndpointRouteBuilder app) =>
        app.MapGet("/calls/{id:guid}/lines", OfCallAsync)
            .WithTags("Calls")
            .WithSummary("Loss, jitter and estimated opinion score of each leg of a call that is gone.")
            .RequireRoles(Roles.Supervisor, Roles.Administrator);

    private static async Task<IResult> OfCallAsync(Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return TypedResults.Ok(await LineStore.OfCallAsync(connection, id, cancellation));
    }
}
