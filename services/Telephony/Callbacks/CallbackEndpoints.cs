using System.Security.Claims;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Telephony.Numbers;
using CallCenter.Telephony.Trunks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.Callbacks;

/// <summary>A callback as it is shown: without the number.</summary>
public sealed record CallbackView
{
    public required Guid CallbackId { get; init; }

    public required Guid QueueId { get; init; }

    /// <summary>The place kept.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? NotAfter { get; init; }

    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>reached, lost, failed, withdrawn, expired or joined; absent while it is open.</summary>
    public string? Outcome { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    internal static CallbackView Of(Callback callback) => new()
    {
        CallbackId = callback.CallbackId,
        QueueId = callback.QueueId,
        QueuedAt = callback.QueuedAt,
        NotBefore = callback.NotBeforeAt,
        NotAfter = callback.NotAfterAt,
        WithdrawnAt = callback.WithdrawnAt,
        Outcome = callback.Outcome,
        EndedAt = callback.EndedAt,
    };
}

/// <summary>Callbacks, by HTTP.</summary>
public static class CallbackEndpoints
{
    public static void MapCallbackEndpoints(this IEndpointRouteBuilder app)
    {
        var callbacks = app.MapGroup("/callbacks").WithTags("Callbacks");
        callbacks.MapPost("/", PostAsync)
            .WithSummary("Asks that a customer be called back; their place is counted from now.")
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator);
        callbacks.MapGet("/{id:guid}", GetAsync)
            .WithSummary("A callback, without the number. Its attempts are at Routing.")
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator);
        callbacks.MapDelete("/{id:guid}", DeleteAsync)
            .WithSummary("Withdraws a callback; 409 while its customer is dialled or on the line, and when it is over.")
            .RequireRoles(Roles.Agent, Roles.Supervisor, Roles.Administrator);
    }

    private static async Task<IResult> PostAsync(
        CallbackRequest request, ClaimsPrincipal user, Transactions transactions, TelephonyOptions options,
        CallerReferenceOptions reference, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (CallbackRules.Refusal(request, options.DialAllowed, now) is { } broken)
        {
            return Problems.Invalid(broken.Field, broken.Rule);
        }

        await using var work = await transactions.BeginAsync(cancellation);
        var number = await NumberStore.FindOfQueueAsync(
            work.Transaction.Connection!, request.QueueId!.Value, now, cancellation);
        if (number is null)
        {
            return Problems.Invalid("queueId", "must be a queue that a number of ours leads to");
        }

        var e164 = CallerReference.Normalise(request.E164)!;
        var permissions = await DialPermissionStore.ListAsync(work.Transaction.Connection!, cancellation);
        var roles = DialPermissionRules.RolesOf(user.Has);
        if (!DialRules.Permits(options.DialAllowed, permissions, new DialWish(e164, number.E164, roles)))
        {
            return Problems.Forbidden("no dial permission of this role covers the number");
        }

        var callerRef = CallerReference.Of(e164, reference.KeyBytes());
        var callback = CallbackRules.Ask(Guid.CreateVersion7(now), request, number, callerRef, now);
        CallbackStore.Insert(work, callback);
        work.Publish(CallbackRules.Requested(callback));
        await work.CommitAsync(cancellation);
        return TypedResults.Accepted($"/callbacks/{callback.CallbackId}", CallbackView.Of(callback));
    }

    private static async Task<IResult> GetAsync(Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await CallbackStore.FindAsync(connection, id, cancellation) is { } callback
            ? TypedResults.Ok(CallbackView.Of(callback))
            : Problems.NotFound("callback", id);
    }

    private static async Task<IResult> DeleteAsync(
        Guid id, Transactions transactions, TimeProvider clock, CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        if (await CallbackStore.LockAsync(work.Transaction, id, cancellation) is not { } callback)
        {
            return Problems.NotFound("callback", id);
        }

        if (callback.EndedAt is not null
            || await CallbackStore.IsOnTheLineAsync(work.Transaction, id, cancellation))
        {
            return Problems.Conflict("the callback is over, or its customer is dialled or on the line");
        }

        var now = clock.GetUtcNow();
        await CallbackStore.WithdrawAsync(work.Transaction, id, now, cancellation);
        work.Publish(new CallbackWithdrawn { CallbackId = id, WithdrawnAt = now });
        await work.CommitAsync(cancellation);
        return TypedResults.NoContent();
    }
}
