using System.Security.Claims;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Telephony.Recordings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.Retention;

/// <summary>Why a recording is held.</summary>
public sealed record HoldRequest
{
    /// <summary>1 to 500 characters: a case, an authority.</summary>
    public string? Reason { get; init; }
}

/// <summary>Legal holds, by HTTP.</summary>
public static class HoldEndpoints
{
    public static void MapHoldEndpoints(this IEndpointRouteBuilder app)
    {
        var hold = app.MapGroup("/recordings/{id:guid}/hold").WithTags("Recordings");
        hold.MapPut("/", PutAsync)
            .WithSummary("Holds a recording, made or under way: nothing deletes it. Held already, it stays as it is.")
            .RequireRoles(Roles.Supervisor, Roles.Administrator);
        hold.MapDelete("/", DeleteAsync)
            .WithSummary("Lifts the hold, with the reason as a parameter: what is due is deleted from here on.")
            .RequireRoles(Roles.Administrator);
        app.MapGet("/recordings/{id:guid}/holds", ListAsync)
            .WithTags("Recordings")
            .WithSummary("Every hold of a recording: who set and lifted it, when and why.")
            .RequireRoles(Roles.Supervisor, Roles.Administrator);
    }

    private static async Task<IResult> PutAsync(
        Guid id, HoldRequest request, ClaimsPrincipal user, Transactions transactions, TimeProvider clock,
        CancellationToken cancellation)
    {
        if (!RetentionRules.IsReason(request.Reason))
        {
            return Problems.Invalid("reason", RetentionRules.ReasonRule);
        }

        await using var work = await transactions.BeginAsync(cancellation);
        if (await RecordingCopyStore.LockAsync(work.Transaction, id, cancellation) is not { } recording)
        {
            return Problems.NotFound("recording", id);
        }

        if (recording.State is "deleting" or "deleted")
        {
            return Problems.Conflict("the recording is deleted, or its deletion is decided");
        }

        var now = clock.GetUtcNow();
        if (await HoldStore.SetAsync(
                work.Transaction, id, request.Reason!, user.Identity?.Name ?? "", now, cancellation))
        {
            work.Publish(new RecordingHeld { CallId = recording.CallId, RecordingId = id, HeldAt = now });
        }

        var holds = await HoldStore.OfAsync(work.Transaction.Connection!, id, cancellation);
        await work.CommitAsync(cancellation);
        return TypedResults.Ok(holds[^1]);
    }

    private static async Task<IResult> DeleteAsync(
        Guid id, string? reason, ClaimsPrincipal user, Transactions transactions,
        WakeSignal<DeletionWorker> signal, TimeProvider clock, CancellationToken cancellation)
    {
        if (!RetentionRules.IsReason(reason))
        {
            return Problems.Invalid("reason", RetentionRules.ReasonRule);
        }

        await using var work = await transactions.BeginAsync(cancellation);
        if (await RecordingCopyStore.LockAsync(work.Transaction, id, cancellation) is not { } recording)
        {
            return Problems.NotFound("recording", id);
        }

        var now = clock.GetUtcNow();
        if (await HoldStore.LiftAsync(
                work.Transaction, id, reason!, user.Identity?.Name ?? "", now, cancellation))
        {
            work.Publish(new RecordingHoldLifted { CallId = recording.CallId, RecordingId = id, LiftedAt = now });
            work.AfterCommit(signal.Wake);
        }

        await work.CommitAsync(cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ListAsync(Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await RecordingCopyStore.FindAsync(connection, id, cancellation) is null
            ? Problems.NotFound("recording", id)
            : TypedResults.Ok(await HoldStore.OfAsync(connection, id, cancellation));
    }
}
