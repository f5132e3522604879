using System.Security.Claims;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Numbers;
using CallCenter.Telephony.Trunks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.Controls;

/// <summary>What was asked of a call and what came of it.</summary>
/// <param name="ControlId">The client's id of it.</param>
/// <param name="Action">What was asked.</param>
/// <param name="Outcome">done; absent while it is under way.</param>
public sealed record ControlView(Guid ControlId, string Action, string? Outcome);

/// <summary>Control of calls that are on the line, by HTTP.</summary>
public static class ControlEndpoints
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AnswerPause = TimeSpan.FromMilliseconds(20);

    public static void MapControlEndpoints(this IEndpointRouteBuilder app)
    {
        var controls = app.MapGroup("/calls/{id:guid}/controls/{controlId:guid}").WithTags("Controls");
        controls.MapPut("/", PutAsync)
            .WithSummary("Asks something of a call; asked again with the same id, it is answered and not done again.")
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator);
        controls.MapGet("/", GetAsync)
            .WithSummary("What came of it.")
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator);
    }

    private static async Task<IResult> PutAsync(
        Guid id, Guid controlId, ControlRequest request, ClaimsPrincipal user, Transactions transactions,
        NpgsqlDataSource database, CallOrderRecording recording, TelephonyOptions options, TimeProvider clock,
        CancellationToken cancellation)
    {
        if (ControlRules.Refusal(request, options.DialAllowed) is { } broken)
        {
            return Problems.Invalid(broken.Field, broken.Rule);
        }

        if (Stranger(user, request.Action!) is { } stranger)
        {
            return stranger;
        }

        await using (var work = await transactions.BeginAsync(cancellation))
        {
            if (await ControlStore.FindAsync(work.Transaction.Connection!, controlId, cancellation) is { } known)
            {
                if (known.CallId != id || known.Action != request.Action)
                {
                    return Problems.Conflict("this id was used to ask something else");
                }
            }
            else if (await RecordAsync(
                id, controlId, request, user, work, recording, options, cancellation) is { } refusal)
            {
                return refusal;
            }
        }

        return await AnswerAsync(id, controlId, user, AnswerLimit, database, clock, cancellation);
    }

    private static Task<IResult> GetAsync(
        Guid id, Guid controlId, ClaimsPrincipal user, NpgsqlDataSource database, TimeProvider clock,
        CancellationToken cancellation) =>
        AnswerAsync(id, controlId, user, TimeSpan.Zero, database, clock, cancellation);

    /// <summary>Null when it is recorded.</summary>
    private static async Task<IResult?> RecordAsync(
        Guid id, Guid controlId, ControlRequest request, ClaimsPrincipal user, UnitOfWork work,
        CallOrderRecording recording, TelephonyOptions options, CancellationToken cancellation)
    {
        var connection = work.Transaction.Connection!;
        if (await CallStore.FindAsync(connection, id, cancellation) is not { } call)
        {
            return Problems.NotFound("call", id);
        }

        if (!ControlRules.MayControl(call, AgentOf(user)))
        {
            return NotYours();
        }

        var number = request.Number is not null && call.NumberId is { } numberId
            ? await NumberStore.FindAsync(connection, numberId, cancellation)
            : null;
        var control = ControlRules.Ask(
            controlId, request, AgentOf(user), user.AgentId(), number?.E164, DialPermissionRules.RolesOf(user.Has));
        if (control is { Number: { } dialled, Roles: { } roles }
            && !DialRules.Permits(
                options.DialAllowed, await DialPermissionStore.ListAsync(connection, cancellation),
                new DialWish(dialled, control.Shown ?? "", roles)))
        {
            return Problems.Forbidden("no dial permission of this role covers the number");
        }

        if (ControlRules.NeedsAPhone(control))
        {
            var phone = await ControlStore.PhoneStateAsync(
                connection, control.TargetAgentId!.Value, call.Node, cancellation);
            if (phone is null)
            {
                return Problems.Invalid("agentId", "must be the UUID of an agent");
            }

            if (ControlRules.Refusal(control, call, phone) is { } refusal)
            {
                return Problems.Conflict(refusal);
            }
        }

        await recording.RecordAsync(work, id, new Controlled(control), cancellation);
        await work.CommitAsync(cancellation);
        return null;
    }

    /// <summary>The owner of the call answers, in this process or in another: the row is where both meet.</summary>
    private static async Task<IResult> AnswerAsync(
        Guid id, Guid controlId, ClaimsPrincipal user, TimeSpan limit, NpgsqlDataSource database, TimeProvider clock,
        CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            StoredControl? control;
            // Not held in the pause: the owner of the call needs one too.
            await using (var connection = await database.OpenConnectionAsync(cancellation))
            {
                control = await ControlStore.FindAsync(connection, controlId, cancellation);
            }

            if (control is null || control.CallId != id)
            {
                return Problems.NotFound("control", controlId);
            }

            if (!IsWider(user) && (user.AgentId() is null || control.AgentId != user.AgentId()))
            {
                return NotYours();
            }

            if (control.Outcome is not null || clock.GetElapsedTime(began) >= limit)
            {
                return Result(control);
            }

            await Task.Delay(AnswerPause, clock, cancellation);
        }
    }

    private static IResult Result(StoredControl control) => control.Outcome switch
    {
        null => TypedResults.Accepted(
            $"/calls/{control.CallId}/controls/{control.ControlId}",
            new ControlView(control.ControlId, control.Action, Outcome: null)),
        "done" => TypedResults.Ok(new ControlView(control.ControlId, control.Action, control.Outcome)),
        _ => Problems.Conflict(control.Outcome),
    };

    /// <summary>The refusal of a token that may not ask this of any call.</summary>
    private static IResult? Stranger(ClaimsPrincipal user, string action)
    {
        if (!ControlActions.OfSupervisors.Contains(action, StringComparer.Ordinal))
        {
            return IsWider(user) || user.AgentId() is not null ? null : NotYours();
        }

        return IsWider(user) && user.AgentId() is not null
            ? null
            : Problems.Forbidden("only a supervisor may, whose token names the phone by an agent_id");
    }

    private static Guid? AgentOf(ClaimsPrincipal user) => IsWider(user) ? null : user.AgentId();

    private static bool IsWider(ClaimsPrincipal user) => user.Has(Roles.Supervisor) || user.Has(Roles.Administrator);

    private static IResult NotYours() => Problems.Forbidden("an agent may control only the call that is their own");
}
