using CallCenter.Hosting;
using CallCenter.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace CallCenter.Telephony.Flows;

/// <summary>What a client says of a calendar.</summary>
public sealed record CalendarRequest
{
    /// <summary>IANA name of the time zone.</summary>
    public required string TimeZone { get; init; }

    /// <summary>By day of the week the hours, such as 09:00-17:30.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Hours { get; init; }

    /// <summary>Days such as 2026-12-25.</summary>
    public IReadOnlyList<DateOnly>? Holidays { get; init; }
}

/// <summary>Opening hours, by HTTP.</summary>
public static class CalendarEndpoints
{
    public static void MapCalendarEndpoints(this IEndpointRouteBuilder app)
    {
        var calendars = app.MapGroup("/calendars").WithTags("Flows");
        calendars.MapPut("/{name}", PutAsync)
            .WithSummary("Adds a calendar or changes it; calls under way keep what was in force when they arrived.")
            .RequireRoles(Roles.Administrator, Roles.Supervisor);
        calendars.MapGet("/", ListAsync)
            .WithSummary("All calendars by name.")
            .RequireRoles(Roles.Administrator, Roles.Supervisor);
    }

    private static async Task<IResult> PutAsync(
        string name, CalendarRequest request, Transactions transactions, CancellationToken cancellation)
    {
        var calendar = new OpeningCalendar
        {
            Name = name,
            TimeZone = request.TimeZone,
            Hours = request.Hours ?? new Dictionary<string, IReadOnlyList<string>>(),
            Holidays = request.Holidays ?? [],
        };
        if (CalendarRules.Problems(calendar).FirstOrDefault() is { } problem)
        {
            return Problems.Invalid(problem.Place, problem.Rule);
        }

        await using var work = await transactions.BeginAsync(cancellation);
        await CalendarStore.SetAsync(work.Transaction, calendar, cancellation);
        await work.CommitAsync(cancellation);
        return TypedResults.Ok(calendar);
    }

    private static async Task<IResult> ListAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return TypedResults.Ok(await CalendarStore.ListAsync(connection, cancellation));
    }
}
