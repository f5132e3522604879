using System.Security.Claims;
using CallCenter.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.Supervising;

/// <summary>Who listened to which talk, by HTTP.</summary>
public static class SupervisionEndpoints
{
    private const int Most = 100;

    public static void MapSupervisionEndpoints(this IEndpointRouteBuilder app) => app
        .MapGet("/supervisions", ListAsync)
        .WithTags("Controls")
        .WithSummary("The last 100 talks that supervisors took part in, the newest first; before goes further back.")
        .RequireRoles(Roles.Supervisor, Roles.Administrator);

    private static async Task<IResult> ListAsync(
        [AsParameters] SupervisionQuery query, ClaimsPrincipal user, NpgsqlDataSource database,
        CancellationToken cancellation)
    {
        if (query.From >= query.To)
        {
            return Problems.Invalid("to", "must be later than from");
        }

        if (!user.Has(Roles.Administrator))
        {
            if (user.AgentId() is not { } own || (query.SupervisorId ?? own) != own)
            {
                return Problems.Forbidden("a supervisor sees what they took part in themselves");
            }

            query = query with { SupervisorId = own };
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        return TypedResults.Ok(await SupervisionStore.ListAsync(connection, query, Most, cancellation));
    }
}
