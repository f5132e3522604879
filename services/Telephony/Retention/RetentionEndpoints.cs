using CallCenter.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.Retention;

/// <summary>How long recordings are kept, by HTTP.</summary>
public static class RetentionEndpoints
{
    public static void MapRetentionEndpoints(this IEndpointRouteBuilder app)
    {
        var rules = app.MapGroup("/retention-rules").WithTags("Recordings");
        rules.MapPut("/{id:guid}", PutAsync)
            .WithSummary("Sets how many days recordings of a number or queue are kept; a number's rule goes first.")
            .RequireRoles(Roles.Administrator);
        rules.MapDelete("/{id:guid}", DeleteAsync)
            .WithSummary("Removes a rule: the default is in force again.")
            .RequireRoles(Roles.Administrator);
        rules.MapGet("/", ListAsync)
            .WithSummary("All rules.")
            .RequireRoles(Roles.Supervisor, Roles.Administrator);
    }

    private static async Task<IResult> PutAsync(
        Guid id, RetentionRequest request, NpgsqlDataSource database, CancellationToken cancellation)
    {
        var (rule, field, broken) = RetentionRules.Read(id, request);
        if (rule is null)
        {
            return Problems.Invalid(field, broken);
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await RetentionStore.SetAsync(connection, rule, cancellation)
            ? TypedResults.Ok(rule)
            : Problems.Conflict("another rule is of the same number or queue");
    }

    private static async Task<IResult> DeleteAsync(Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await RetentionStore.DeleteAsync(connection, id, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ListAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return TypedResults.Ok(await RetentionStore.ListAsync(connection, cancellation));
    }
}
