using System.Security.Claims;
using System.Security.Cryptography;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Telephony.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.Phones;

/// <summary>What phone the agent logs in with.</summary>
/// <param name="Kind">sip or browser; sip when absent.</param>
public sealed record PhoneRequest(string? Kind = null);

/// <summary>Phone accounts of agents, by HTTP.</summary>
public static class PhoneEndpoints
{
    /// <summary>Longer than a node that has just gone away is waited for.</summary>
    private static readonly TimeSpan PushLimit = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan PushPause = TimeSpan.FromMilliseconds(20);

    public static void MapPhoneEndpoints(this IEndpointRouteBuilder app)
    {
        var phones = app.MapGroup("/agents/{id:guid}/phone").WithTags("Phones");
        phones.MapPost("/", PostAsync)
            .WithSummary("Makes the account of an agent's phone anew and tells every Asterisk node of it.")
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator);
        phones.MapGet("/", GetAsync)
            .WithSummary("Where an agent's phone should be registered, and where it is.")
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator);
        phones.MapDelete("/", DeleteAsync)
            .WithSummary("Removes the account of an agent's phone.")
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator);
    }

    private static async Task<IResult> PostAsync(
        Guid id, PhoneRequest? request, ClaimsPrincipal user, Transactions transactions, NpgsqlDataSource database,
        Switchboard switchboard, OwnerNotices notices, TelephonyOptions options, TimeProvider clock,
        CancellationToken cancellation)
    {
        if (!MayUse(user, id))
        {
            return Problems.Forbidden("an agent may make only their own phone's account");
        }

        var kind = request?.Kind ?? PhoneKinds.Sip;
        if (kind is not (PhoneKinds.Sip or PhoneKinds.Browser))
        {
            return Problems.Invalid("kind", "must be sip or browser");
        }

        if (options.Nodes.All(node => kind != PhoneKinds.Sip && node.WebSocketUri is null))
        {
            return Problems.Conflict("no node has a WebSocketUri: browsers are not served");
        }

        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        if (await SetAsync(id, PhoneIds.Endpoint(id), password, kind, transactions, cancellation)
            is not { } revision)
        {
            return Problems.NotFound("agent", id);
        }

        switchboard.SignalAccounts();
        notices.SignalAccounts();
        var nodes = await PushedAsync(revision, kind, options, database, clock, cancellation);
        if (nodes is null)
        {
            return TypedResults.Problem(
                "No Asterisk node has taken the account yet. Ask again.",
                statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        var account = new PhoneCredentials(
            PhoneIds.Endpoint(id), password, nodes[0].Registrar, nodes[0].Domain, kind) { Nodes = nodes };
        return TypedResults.Ok(kind == PhoneKinds.Sip
            ? account
            : account with
            {
                WebSocketUri = nodes[0].WebSocketUri,
                IceServers = options.IceServers,
                RoutingUri = options.RoutingUri,
                Turn = options.TurnAccount(id, clock.GetUtcNow()),
            });
    }

    private static async Task<IResult> GetAsync(
        Guid id, ClaimsPrincipal user, NpgsqlDataSource database, TelephonyOptions options,
        TimeProvider clock, CancellationToken cancellation)
    {
        if (!MayUse(user, id))
        {
            return Problems.Forbidden("an agent may see only their own phone");
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await PhoneStore.FindAsync(connection, id, cancellation) is not { } phone)
        {
            return Problems.NotFound("agent", id);
        }

        var known = await ReadNodesAsync(connection, options, cancellation);
        var named = PhoneNodeRules.Choose(options.Nodes, known, phone.Kind)
            .Concat(known.Where(node => node.Reached && phone.Nodes.Contains(node.Name)))
            .Select(node => node.Name).ToHashSet();
        return TypedResults.Ok(new PhoneAnswer
        {
            Kind = phone.Kind,
            HasAccount = phone.HasAccount,
            Online = phone.Online,
            Turn = phone is { Kind: PhoneKinds.Browser, HasAccount: true } && user.AgentId() == id
                ? options.TurnAccount(id, clock.GetUtcNow())
                : null,
            Nodes =
            [
                .. options.Nodes
                    .Where(node => named.Contains(node.Name))
                    .Select(node => PhoneNodeRules.Describe(node, phone.Kind) with
                    {
                        Registered = phone.Nodes.Contains(node.Name),
                    }),
            ],
        });
    }

    private static async Task<IResult> DeleteAsync(
        Guid id, ClaimsPrincipal user, Transactions transactions, Switchboard switchboard,
        OwnerNotices notices, CancellationToken cancellation)
    {
        if (!MayUse(user, id))
        {
            return Problems.Forbidden("an agent may remove only their own phone's account");
        }

        if (await SetAsync(id, username: null, password: null, PhoneKinds.Sip, transactions, cancellation)
            is null)
        {
            return Problems.NotFound("agent", id);
        }

        switchboard.SignalAccounts();
        notices.SignalAccounts();
        return TypedResults.NoContent();
    }

    /// <summary>The agent themselves, or somebody over them.</summary>
    internal static bool MayUse(ClaimsPrincipal user, Guid agentId) =>
        user.Has(Roles.Supervisor) || user.Has(Roles.Administrator) || user.AgentId() == agentId;

    private static async Task<long?> SetAsync(
        Guid agentId, string? username, string? password, string kind, Transactions transactions,
        CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        var revision = await PhoneStore.SetAccountAsync(
            work.Transaction, agentId, username, password, kind, cancellation);
        await work.CommitAsync(cancellation);
        return revision;
    }

    private static Task<IReadOnlyList<NodeForPhones>> ReadNodesAsync(
        NpgsqlConnection connection, TelephonyOptions options, CancellationToken cancellation) =>
        NodeStore.ForPhonesAsync(connection, [.. options.Nodes.Select(node => node.Name)], cancellation);

    /// <summary>
    /// The nodes at which the phone registers, once each of them knows the account; null when that takes too long. A
    /// node that goes away meanwhile is waited for no longer.
    /// </summary>
    private static async Task<IReadOnlyList<PhoneNode>?> PushedAsync(
        long revision, string kind, TelephonyOptions options, NpgsqlDataSource database, TimeProvider clock,
        CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        while (clock.GetElapsedTime(began) < PushLimit)
        {
            // Not held in the pause: who pushes needs one too.
            await using (var connection = await database.OpenConnectionAsync(cancellation))
            {
                var chosen = PhoneNodeRules.Choose(
                    options.Nodes, await ReadNodesAsync(connection, options, cancellation), kind);
                if (chosen.Count > 0 && chosen.All(node => node.PhoneRevision >= revision))
                {
                    return
                    [
                        .. chosen.Select(one => PhoneNodeRules.Describe(
                            options.Nodes.First(node => node.Name == one.Name), kind)),
                    ];
                }
            }

            await Task.Delay(PushPause, clock, cancellation);
        }

        return null;
    }
}
