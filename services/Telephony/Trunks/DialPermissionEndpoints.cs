using CallCenter.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.Trunks;

/// <summary>Who may dial what, by HTTP.</summary>
public static class DialPermissionEndpoints
{
    public static void MapDialPermissionEndpoints(this IEndpointRouteBuilder app)
    {
        var permissions = app.MapGroup("/dial-permissions").WithTags("Trunks");
        permissions.MapPut("/{id:guid}", PutAsync)
            .WithSummary("Lets a role dial numbers with these beginnings, within what the installation permits.")
            .RequireRoles(Roles.Administrator);
        permissions.MapDelete("/{id:guid}", DeleteAsync)
            .WithSummary("Removes a permission, from the next call on.")
            .RequireRoles(Roles.Administrator);
        permissions.MapGet("/", ListAsync)
            .WithSummary("All permissions.")
            .RequireRoles(Roles.Administrator);
    }

    private static async Task<IResult> PutAsync(
        Guid id, DialPermissionRequest request, NpgsqlDataSource database, CancellationToken cancellation)
    {
        var (permission, field, rule) = DialPermissionRules.Read(id, request);
        if (permission is null)
        {
            return Problems.Invalid(field, rule);
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        await DialPermissionStore.SetAsync(connection, permission, cancellation);
        return TypedResults.Ok(permission);
    }

    private static async Task<IResult> DeleteAsync(Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await DialPermissionStore.DeleteAsync(connection, id, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ListAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return TypedResults.Ok(await DialPermissionStore.ListAsync(connection, cancellation));
    }
}
