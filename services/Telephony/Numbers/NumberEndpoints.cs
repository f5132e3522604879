using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Telephony.Flows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.Numbers;

/// <summary>Numbers that callers dial, by HTTP.</summary>
public static class NumberEndpoints
{
    public static void MapNumberEndpoints(this IEndpointRouteBuilder app)
    {
        var numbers = app.MapGroup("/numbers").WithTags("Numbers");
        numbers.MapPut("/{id:guid}", PutAsync)
            .WithSummary("Adds a number that callers dial, or changes it. Calls under way keep what was in force.")
            .RequireRoles(Roles.Administrator);
        numbers.MapGet("/{id:guid}", GetAsync)
            .WithSummary("A number.")
            .RequireRoles(Roles.Administrator, Roles.Supervisor);
        numbers.MapGet("/", ListAsync)
            .WithSummary("All numbers, in the order of their digits.")
            .RequireRoles(Roles.Administrator, Roles.Supervisor);
    }

    private static async Task<IResult> PutAsync(
        Guid id, NumberRequest request, Transactions transactions, CancellationToken cancellation)
    {
        var (number, field, rule) = NumberRules.Read(id, request);
        if (number is null)
        {
            return Problems.Invalid(field, rule);
        }

        await using var work = await transactions.BeginAsync(cancellation);
        if (number.Flow is { } flow
            && (await FlowStore.ActiveAsync(work.Transaction.Connection!, [flow], cancellation)).Count == 0)
        {
            return Problems.Invalid("flow", "must be the name of a flow with an active version");
        }

        if (!await SetAsync(work.Transaction, number, cancellation))
        {
            return Problems.Conflict($"e164 {number.E164} is another number already, at least at a part of that time");
        }

        await work.CommitAsync(cancellation);
        return TypedResults.Ok(number);
    }

    private static async Task<bool> SetAsync(
        NpgsqlTransaction transaction, Number number, CancellationToken cancellation)
    {
        try
        {
            return await NumberStore.SetAsync(transaction, number, cancellation);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.ExclusionViolation)
        {
            // Another request has set the same digits at this instant.
            return false;
        }
    }

    private static async Task<IResult> GetAsync(Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await NumberStore.FindAsync(connection, id, cancellation) is { } number
            ? TypedResults.Ok(number)
            : Problems.NotFound("number", id);
    }

    private static async Task<IResult> ListAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return TypedResults.Ok(await NumberStore.ListAsync(connection, cancellation));
    }
}
