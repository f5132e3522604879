using System.Security.Claims;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Telephony.Phones;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.Devices;

/// <summary>Checks of agents' browsers, by HTTP.</summary>
public static class DeviceEndpoints
{
    public static void MapDeviceEndpoints(this IEndpointRouteBuilder app)
    {
        var checks = app.MapGroup("/agents/{id:guid}/device-checks").WithTags("Phones");
        checks.MapPost("/", PostAsync)
            .WithSummary("Judges what a browser measured of its microphone, codecs and network, and keeps it.")
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator);
        checks.MapGet("/", GetAsync)
            .WithSummary("The last checks of an agent's browsers, with what was measured.")
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator);
    }

    private static async Task<IResult> PostAsync(
        Guid id, DeviceMeasures measured, ClaimsPrincipal user, Transactions transactions, TimeProvider clock,
        CancellationToken cancellation)
    {
        if (!PhoneEndpoints.MayUse(user, id))
        {
            return Problems.Forbidden("an agent may check only their own device");
        }

        if (DeviceRules.Refusal(measured) is { } broken)
        {
            return Problems.Invalid(broken.Field, broken.Rule);
        }

        var faults = DeviceRules.Faults(measured);
        var now = clock.GetUtcNow();
        var check = new DeviceCheck(Guid.CreateVersion7(now), faults.Count == 0, faults, measured, now);
        await using var work = await transactions.BeginAsync(cancellation);
        if (!await DeviceStore.AddAsync(work.Transaction, id, check, cancellation))
        {
            return Problems.NotFound("agent", id);
        }

        await work.CommitAsync(cancellation);
        return TypedResults.Ok(check);
    }

    private static async Task<IResult> GetAsync(
        Guid id, ClaimsPrincipal user, NpgsqlDataSource database, CancellationToken cancellation)
    {
        if (!PhoneEndpoints.MayUse(user, id))
        {
            return Problems.Forbidden("an agent may see only the checks of their own device");
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        return TypedResults.Ok(await DeviceStore.OfAgentAsync(connection, id, cancellation));
    }
}
