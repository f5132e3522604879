using CallCenter.Hosting;
using CallCenter.Telephony.Trunks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.Nodes;

/// <summary>An Asterisk node as operators see it.</summary>
public sealed record NodeView
{
    public required string Name { get; init; }

    /// <summary>A replica holds its lease.</summary>
    public bool Owned { get; init; }

    /// <summary>Its owner reaches it.</summary>
    public bool Reached { get; init; }

    /// <summary>Agents' phones that are registered there.</summary>
    public long Phones { get; init; }

    /// <summary>How each trunk stands there.</summary>
    public IReadOnlyList<TrunkAtNode> Trunks { get; init; } = [];

    /// <summary>When its Asterisk started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Since when it gets no new calls; absent while it does.</summary>
    public DateTimeOffset? DrainedAt { get; init; }

    /// <summary>Calls that it carries: a drained node without any may be stopped.</summary>
    public long CallsLeft { get; init; }
}

/// <summary>Nodes, and their planned drain, by HTTP.</summary>
public static class NodeEndpoints
{
    public static void MapNodeEndpoints(this IEndpointRouteBuilder app)
    {
        var nodes = app.MapGroup("/nodes").WithTags("Nodes");
        nodes.MapGet("/", ListAsync)
            .WithSummary("All nodes, with the calls that each carries.")
            .RequireRoles(Roles.Supervisor, Roles.Administrator);
        nodes.MapPost("/{name}/drain", DrainAsync)
            .WithSummary("Drains a node: it gets no new calls, those on the line end by themselves.")
            .RequireRoles(Roles.Administrator);
        nodes.MapDelete("/{name}/drain", FillAsync)
            .WithSummary("Ends the draining of a node: it gets new calls again.")
            .RequireRoles(Roles.Administrator);
    }

    private static async Task<IResult> ListAsync(
        NpgsqlDataSource database, TelephonyOptions options, CancellationToken cancellation) =>
        TypedResults.Ok(await ReadAsync(database, options, cancellation));

    private static Task<IResult> DrainAsync(
        string name, NpgsqlDataSource database, TelephonyOptions options, Switchboard switchboard,
        OwnerNotices notices, CancellationToken cancellation) =>
        SetAsync(name, drained: true, database, options, switchboard, notices, cancellation);

    private static Task<IResult> FillAsync(
        string name, NpgsqlDataSource database, TelephonyOptions options, Switchboard switchboard,
        OwnerNotices notices, CancellationToken cancellation) =>
        SetAsync(name, drained: false, database, options, switchboard, notices, cancellation);

    private static async Task<IResult> SetAsync(
        string name, bool drained, NpgsqlDataSource database, TelephonyOptions options, Switchboard switchboard,
        OwnerNotices notices, CancellationToken cancellation)
    {
        if (options.Nodes.All(node => node.Name != name))
        {
            return TypedResults.Problem("There is no such node.", statusCode: StatusCodes.Status404NotFound);
        }

        await using (var connection = await database.OpenConnectionAsync(cancellation))
        {
            await NodeStore.SetDrainedAsync(
                connection, name, drained, options.PhoneReturnTime, cancellation);
        }

        switchboard.SignalAccounts();
        notices.SignalAccounts();
        return TypedResults.Ok((await ReadAsync(database, options, cancellation)).Single(node => node.Name == name));
    }

    private static async Task<IReadOnlyList<NodeView>> ReadAsync(
        NpgsqlDataSource database, TelephonyOptions options, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var known = await NodeStore.ListAsync(connection, cancellation);
        var trunks = (await TrunkAtNodeStore.ListAsync(
            connection, [.. options.Nodes.Select(node => node.Name)], cancellation)).ToLookup(one => one.Node);
        return
        [
            .. options.Nodes.Select(node =>
                (known.FirstOrDefault(row => row.Name == node.Name) ?? new NodeView { Name = node.Name })
                with { Trunks = [.. trunks[node.Name]] }),
        ];
    }
}
