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

/// <summary>How an agent's phone logs in. The password is shown once and replaced each time.</summary>
/// <param name="Username">Name of the account, also the user part of its address.</param>
/// <param name="Password">Random; valid until the next one is made or the phone is removed.</param>
/// <param name="Registrar">Host and port to register at (UDP).</param>
/// <param name="Domain">Host part of the phone's address.</param>
/// <param name="Kind">sip or browser.</param>
public sealed record PhoneCredentials(
    string Username, string Password, string Registrar, string Domain, string Kind)
{
    /// <summary>Where a browser registers.</summary>
    public string? WebSocketUri { get; init; }

    /// <summary>By what a browser finds its own address.</summary>
    public IReadOnlyList<string> IceServers { get; init; } = [];
}

/// <summary>What phone the agent logs in with.</summary>
/// <param name="Kind">sip or browser; sip when absent.</param>
public sealed record PhoneRequest(string? Kind = null);

/// <summary>Phone accounts of agents, by HTTP.</summary>
public static class PhoneEndpoints
{
    private static readonly TimeSpan PushLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PushPause = TimeSpan.FromMilliseconds(20);

    public static void MapPhoneEndpoints(this IEndpointRouteBuilder app)
    {
        var phones = app.MapGroup("/agents/{id:guid}/phone").WithTags("Phones");
        phones.MapPost("/", PostAsync)
            .WithSummary("Makes the account of an agent's phone anew and tells every Asterisk node of it.")
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

        var node = options.Nodes.FirstOrDefault(node => kind == PhoneKinds.Sip || node.WebSocketUri is not null);
        if (node is null)
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
        if (!await WaitUntilPushedAsync(revision, database, clock, cancellation))
        {
            return TypedResults.Problem(
                "No Asterisk node has taken the account yet. Ask again.",
                statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        var account = new PhoneCredentials(
            PhoneIds.Endpoint(id), password, node.Registrar, node.Registrar.Split(':')[0], kind);
        return TypedResults.Ok(kind == PhoneKinds.Sip
            ? account
            : account with { WebSocketUri = node.WebSocketUri, IceServers = options.IceServers });
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

    private static async Task<bool> WaitUntilPushedAsync(
        long revision, NpgsqlDataSource database, TimeProvider clock, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        while (clock.GetElapsedTime(began) < PushLimit)
        {
            // Not held in the pause: who pushes needs one too.
            await using (var connection = await database.OpenConnectionAsync(cancellation))
            {
                if (await NodeStore.PushedEverywhereAsync(connection, cancellation) >= revision)
                {
                    return true;
                }
            }

            await Task.Delay(PushPause, clock, cancellation);
        }

        return false;
    }
}
