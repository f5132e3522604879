using CallCenter.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.Checking;

/// <summary>What the nightly comparisons of recordings and files found, by HTTP.</summary>
public static class CheckEndpoints
{
    public static void MapCheckEndpoints(this IEndpointRouteBuilder app) =>
        app.MapGet("/recording-checks", ListAsync)
            .WithTags("Recordings")
            .WithSummary("The last 30 nightly comparisons of recordings and files, the newest first.")
            .RequireRoles(Roles.Supervisor, Roles.Administrator);

    private static async Task<IResult> ListAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return TypedResults.Ok(await CheckStore.ListAsync(connection, cancellation));
    }
}
