using System.Text.Json;
using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Flows;

/// <summary>Rows of <c>calendar</c>.</summary>
public static class CalendarStore
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    public static Task SetAsync(
        NpgsqlTransaction transaction, OpeningCalendar calendar, CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into calendar (name, document) values (@Name, @document::json)
            on conflict (name) do update set document = excluded.document
            """,
            new { calendar.Name, document = JsonSerializer.Serialize(calendar, _json) },
            transaction, cancellationToken: cancellation));

    public static async Task<IReadOnlyList<OpeningCalendar>> ListAsync(
        NpgsqlConnection connection, CancellationToken cancellation) =>
        [.. (await connection.QueryAsync<string>(new CommandDefinition(
                "select document::text from calendar order by name limit 10000", cancellationToken: cancellation)))
            .Select(Read)];

    /// <summary>The calendars that have these names.</summary>
    public static async Task<IReadOnlyDictionary<string, OpeningCalendar>> FindAsync(
        NpgsqlConnection connection, IReadOnlyCollection<string> names, CancellationToken cancellation) =>
        names.Count == 0
            ? new Dictionary<string, OpeningCalendar>()
            : (await connection.QueryAsync<string>(new CommandDefinition(
                "select document::text from calendar where name = any(@names)",
                new { names = names.ToArray() }, cancellationToken: cancellation)))
            .Select(Read).ToDictionary(calendar => calendar.Name);

    private static OpeningCalendar Read(string text) => JsonSerializer.Deserialize<OpeningCalendar>(text, _json)!;
}
