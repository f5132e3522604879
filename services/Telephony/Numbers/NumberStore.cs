using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Numbers;

/// <summary>Rows of <c>number</c>.</summary>
public static class NumberStore
{
    private const string Columns = "number_id, e164, queue_id, language, skills, priority, greeting, survey";

    /// <summary>Adds or replaces a number; false when another one has that E.164 number.</summary>
    public static async Task<bool> SetAsync(
        NpgsqlTransaction transaction, Number number, CancellationToken cancellation)
    {
        var taken = await transaction.Connection!.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(
            "select number_id from number where e164 = @E164 and number_id <> @NumberId for share",
            number, transaction, cancellationToken: cancellation));
        if (taken is not null)
        {
            return false;
        }

        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            $"""
            insert into number ({Columns})
            values (@NumberId, @E164, @QueueId, @Language, @Skills, @Priority, @Greeting, @Survey)
            on conflict (number_id) do update
            set e164 = excluded.e164, queue_id = excluded.queue_id, language = excluded.language,
                skills = excluded.skills, priority = excluded.priority, greeting = excluded.greeting,
                survey = excluded.survey
            """,
            number, transaction, cancellationToken: cancellation));
        return true;
    }

    public static Task<Number?> FindAsync(
        NpgsqlConnection connection, Guid numberId, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<Number>(new CommandDefinition(
            $"select {Columns} from number where number_id = @numberId",
            new { numberId },
            cancellationToken: cancellation));

    public static Task<Number?> FindByE164Async(
        NpgsqlConnection connection, string e164, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<Number>(new CommandDefinition(
            $"select {Columns} from number where e164 = @e164",
            new { e164 },
            cancellationToken: cancellation));

    public static async Task<IReadOnlyList<Number>> ListAsync(
        NpgsqlConnection connection, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<Number>(new CommandDefinition(
            $"select {Columns} from number order by e164 limit 10000", cancellationToken: cancellation))];
}
