using System.Security.Claims;
using CallCenter.Hosting;
using CallCenter.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.Retention;

/// <summary>Whose recordings are to be deleted, and why. The number is not kept.</summary>
public sealed record DeletionRequest
{
    /// <summary>The customer's number in E.164; either this or the reference.</summary>
    public string? E164 { get; init; }

    /// <summary>The reference by which the events name the customer; either this or the number.</summary>
    public string? CallerRef { get; init; }

    /// <summary>1 to 500 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>An order to delete, and what became of it.</summary>
public sealed record DeletionOrderView
{
    public required DeletionOrder Order { get; init; }

    /// <summary>Recordings that are not gone yet.</summary>
    public required long Open { get; init; }

    /// <summary>Those of them that are held; they go when their hold is lifted.</summary>
    public required long Held { get; init; }

    /// <summary>The proofs, at most 1000.</summary>
    public required IReadOnlyList<Deletion> Deletions { get; init; }
}

/// <summary>Deletion of a customer's recordings, by HTTP.</summary>
public static class DeletionEndpoints
{
    public static void MapDeletionEndpoints(this IEndpointRouteBuilder app)
    {
        var orders = app.MapGroup("/recording-deletions").WithTags("Recordings");
        orders.MapPut("/{id:guid}", PutAsync)
            .WithSummary("Orders all recordings of a customer deleted; the same id again changes nothing.")
            .RequireRoles(Roles.Administrator);
        orders.MapGet("/{id:guid}", GetAsync)
            .WithSummary("An order with its proofs: what was deleted and when, and what is not yet.")
            .RequireRoles(Roles.Administrator);
        app.MapGet("/recordings/{id:guid}/deletion", OfRecordingAsync)
            .WithTags("Recordings")
            .WithSummary("The proof that a recording is deleted; 404 while it is kept.")
            .RequireRoles(Roles.Supervisor, Roles.Administrator);
    }

    private static async Task<IResult> PutAsync(
        Guid id, DeletionRequest request, ClaimsPrincipal user, Transactions transactions,
        CallerReferenceOptions reference, WakeSignal<DeletionWorker> signal, TimeProvider clock,
        CancellationToken cancellation)
    {
        if (CallerRefOf(request, reference) is not { } callerRef)
        {
            return Problems.Invalid(
                "e164", "must be an E.164 number, or callerRef a reference of an event, and not both");
        }

        if (!RetentionRules.IsReason(request.Reason))
        {
            return Problems.Invalid("reason", RetentionRules.ReasonRule);
        }

        await using var work = await transactions.BeginAsync(cancellation);
        var order = await DeletionOrderStore.AddAsync(
            work.Transaction,
            new DeletionOrder
            {
                OrderId = id,
                CallerRef = callerRef,
                Reason = request.Reason!,
                OrderedBy = user.Identity?.Name ?? "",
                OrderedAt = clock.GetUtcNow(),
            },
            cancellation);
        if (order.CallerRef != callerRef)
        {
            return Problems.Conflict("the order of this id is of another customer");
        }

        var view = await ViewAsync(work.Transaction.Connection!, order, cancellation);
        work.AfterCommit(signal.Wake);
        await work.CommitAsync(cancellation);
        return TypedResults.Accepted($"/recording-deletions/{id}", view);
    }

    private static async Task<IResult> GetAsync(Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await DeletionOrderStore.FindAsync(connection, id, cancellation) is { } order
            ? TypedResults.Ok(await ViewAsync(connection, order, cancellation))
            : Problems.NotFound("order to delete recordings", id);
    }

    private static async Task<IResult> OfRecordingAsync(
        Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await DeletionStore.OfRecordingAsync(connection, id, cancellation) is { } proof
            ? TypedResults.Ok(proof)
            : Problems.NotFound("deletion of recording", id);
    }

    private static string? CallerRefOf(DeletionRequest request, CallerReferenceOptions reference) =>
        request is { E164: { } number, CallerRef: null }
            ? CallerReference.Normalise(number) is { } e164 ? CallerReference.Of(e164, reference.KeyBytes()) : null
            : request.E164 is null && RetentionRules.IsCallerRef(request.CallerRef) ? request.CallerRef : null;

    private static async Task<DeletionOrderView> ViewAsync(
        NpgsqlConnection connection, DeletionOrder order, CancellationToken cancellation)
    {
        var (open, held) = await DeletionOrderStore.OpenAsync(connection, order, cancellation);
        var deletions = await DeletionStore.OfOrderAsync(connection, order.OrderId, cancellation);
        return new DeletionOrderView { Order = order, Open = open, Held = held, Deletions = deletions };
    }
}
