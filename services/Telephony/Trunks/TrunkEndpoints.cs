using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Telephony.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.Trunks;

/// <summary>Trunks, by HTTP. A password goes in and never comes out.</summary>
public static class TrunkEndpoints
{
    public static void MapTrunkEndpoints(this IEndpointRouteBuilder app)
    {
        var trunks = app.MapGroup("/trunks").WithTags("Trunks");
        trunks.MapPut("/{id:guid}", PutAsync)
            .WithSummary("Adds a trunk or changes it; every node hears of it at once. Calls under way go on.")
            .RequireRoles(Roles.Administrator);
        trunks.MapDelete("/{id:guid}", DeleteAsync)
            .WithSummary("Removes a trunk from every node. Calls under way go on.")
            .RequireRoles(Roles.Administrator);
        trunks.MapGet("/{id:guid}", GetAsync)
            .WithSummary("A trunk and how it stands at each node, without its password.")
            .RequireRoles(Roles.Administrator);
        trunks.MapGet("/", ListAsync)
            .WithSummary("All trunks in the order in which they are tried.")
            .RequireRoles(Roles.Administrator);
    }

    private static async Task<IResult> PutAsync(
        Guid id, TrunkRequest request, Transactions transactions, Switchboard switchboard, OwnerNotices notices,
        CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        var hasPassword = await TrunkStore.HasPasswordAsync(work.Transaction, id, cancellation);
        if (TrunkRules.Refusal(request, hasPassword) is { } broken)
        {
            return Problems.Invalid(broken.Field, broken.Rule);
        }

        var trunk = TrunkRules.Of(id, request);
        await TrunkStore.SetAsync(work.Transaction, trunk, request.Password, cancellation);
        await work.CommitAsync(cancellation);
        Signal(switchboard, notices);
        return TypedResults.Ok(trunk);
    }

    private static async Task<IResult> DeleteAsync(
        Guid id, Transactions transactions, Switchboard switchboard, OwnerNotices notices,
        CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        await TrunkStore.RemoveAsync(work.Transaction, id, cancellation);
        await work.CommitAsync(cancellation);
        Signal(switchboard, notices);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> GetAsync(
        Guid id, NpgsqlDataSource database, TelephonyOptions options, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await TrunkStore.FindAsync(connection, id, cancellation) is { } trunk
            ? TypedResults.Ok((await AtNodesAsync([trunk], connection, options, cancellation))[0])
            : Problems.NotFound("trunk", id);
    }

    private static async Task<IResult> ListAsync(
        NpgsqlDataSource database, TelephonyOptions options, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var trunks = await TrunkStore.ListAsync(connection, cancellation);
        return TypedResults.Ok(await AtNodesAsync(trunks, connection, options, cancellation));
    }

    private static async Task<IReadOnlyList<Trunk>> AtNodesAsync(
        IReadOnlyList<Trunk> trunks, NpgsqlConnection connection, TelephonyOptions options,
        CancellationToken cancellation)
    {
        var states = (await TrunkAtNodeStore.ListAsync(
            connection, [.. options.Nodes.Select(node => node.Name)], cancellation)).ToLookup(one => one.TrunkId);
        return [.. trunks.Select(trunk => trunk with { Nodes = [.. states[trunk.TrunkId]] })];
    }

    private static void Signal(Switchboard switchboard, OwnerNotices notices)
    {
        switchboard.SignalAccounts();
        notices.SignalAccounts();
    }
}
