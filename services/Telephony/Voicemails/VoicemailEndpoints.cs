using System.Security.Claims;
using CallCenter.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.Voicemails;

/// <summary>What callers have left for a queue, by HTTP; it is heard as every recording is.</summary>
public static class VoicemailEndpoints
{
    public static void MapVoicemailEndpoints(this IEndpointRouteBuilder app) => app
        .MapGet("/voicemails", ListAsync)
        .WithTags("Recordings")
        .WithSummary("The last 100 messages that callers left for a queue, the newest first; before goes further back.")
        .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Analyst, Roles.Administrator);

    private static async Task<IResult> ListAsync(
        Guid? queueId, DateTimeOffset? before, ClaimsPrincipal user, NpgsqlDataSource database,
        CancellationToken cancellation)
    {
        if (queueId is not { } queue)
        {
            return Problems.Invalid("queueId", "must be the UUID of a queue");
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        var isWider = user.Has(Roles.Supervisor) || user.Has(Roles.Analyst) || user.Has(Roles.Administrator);
        if (!isWider && (user.AgentId() is not { } agentId
            || !await VoicemailStore.ServesAsync(connection, agentId, queue, cancellation)))
        {
            return Problems.Forbidden("an agent sees the voicemail of the queues whose calls they were given");
        }

        return TypedResults.Ok(
            await VoicemailStore.OfQueueAsync(connection, queue, before?.ToUniversalTime(), cancellation));
    }
}
