using System.Diagnostics;
using System.Security.Claims;
using System.Text.Json;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Telephony.Callbacks;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using CallCenter.Telephony.Nodes;
using CallCenter.Telephony.Numbers;
using CallCenter.Telephony.Trunks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.CallingOut;

/// <summary>Calls that agents make, by HTTP.</summary>
public static class OutboundEndpoints
{
    public static void MapOutboundEndpoints(this IEndpointRouteBuilder app) =>
        app.MapPut("/calls/{id:guid}", PutAsync)
            .WithTags("Calls")
            .WithSummary("Rings the agent, then the number, and joins them; asked again with the same id, once.")
            .RequireRoles(Roles.Agent, Roles.Supervisor);

    private static async Task<IResult> PutAsync(
        Guid id, OutboundRequest request, ClaimsPrincipal user, Transactions transactions,
        CallOrderRecording recording, TelephonyOptions options, CallerReferenceOptions reference, TimeProvider clock,
        CancellationToken cancellation)
    {
        if (user.AgentId() is not { } agentId)
        {
            return Problems.Forbidden("only a token that names an agent by agent_id may have a number dialled");
        }

        if (request.Number is not { } e164 || !CallbackRules.Permits(options.DialAllowed, e164))
        {
            return Problems.Invalid("number", "must be an E.164 number that begins with a prefix that may be dialled");
        }

        await using var work = await transactions.BeginAsync(cancellation);
        var connection = work.Transaction.Connection!;
        await OutboundStore.LockAsync(work.Transaction, agentId, cancellation);
        if (await CallStore.FindAsync(connection, id, cancellation) is { } known)
        {
            return known is { Outbound: not null, OutboundAssignmentId: { } assignmentId } && known.CallerNumber == e164
                && known.OutboundAgentId == agentId
                    ? Accepted(known, assignmentId)
                    : Problems.Conflict("this id is another call");
        }

        if (request.NumberId is not { } numberId
            || await NumberStore.FindAsync(connection, numberId, cancellation) is not { } number
            || !number.IsInForce(clock.GetUtcNow()))
        {
            return Problems.Invalid("numberId", "must be the UUID of a number of ours that is in force");
        }

        var roles = DialPermissionRules.RolesOf(user.Has);
        if (!DialRules.Permits(
            options.DialAllowed, await DialPermissionStore.ListAsync(connection, cancellation),
            new DialWish(e164, number.E164, roles)))
        {
            return Problems.Forbidden("no dial permission of this role covers the number");
        }

        if (await ControlStore.PhoneStateAsync(connection, agentId, node: null, cancellation)
            is not "free" and var state)
        {
            return Problems.Conflict(state ?? "unreachable");
        }

        if (await OutboundStore.NodeAsync(work.Transaction, agentId, cancellation) is not { } node)
        {
            return Problems.Conflict("unreachable");
        }

        var call = CallRules.BeginOutbound(
            id, Guid.CreateVersion7(clock.GetUtcNow()), agentId, e164,
            CallerReference.Of(e164, reference.KeyBytes()), number, roles, node, Activity.Current?.Id,
            options.CallSettings(), clock.GetUtcNow());
        await CallStore.InsertAsync(work.Transaction, call, cancellation);
        work.Publish(CallRules.Dialled(call, options.CallSettings()));
        await recording.RecordAsync(work, id, new Dial(number.E164), cancellation);
        await work.CommitAsync(cancellation);
        return Accepted(call, call.OutboundAssignmentId!.Value);
    }

    private static Accepted<OutboundView> Accepted(
        Call call, Guid assignmentId) => TypedResults.Accepted(
        $"/calls/{call.CallId}",
        new OutboundView(
            call.CallId, assignmentId, JsonNamingPolicy.KebabCaseLower.ConvertName(call.Phase.ToString())));
}
