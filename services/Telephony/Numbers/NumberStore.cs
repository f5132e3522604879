using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Numbers;

/// <summary>Rows of <c>number</c>.</summary>
public static class NumberStore
{
    private const string Columns =
        """
        number_id, e164, queue_id, language, skills, priority, greeting, survey, recorded, announce_agent,
        answer, flow, campaign, valid_from, valid_until
        """;

    /// <summary>
    /// Adds or replaces a number; false when another one has that E.164 number at the same time. A constraint holds
    /// against those who do it at this instant.
    /// </summary>
    public static async Task<bool> SetAsync(
        NpgsqlTransaction transaction, Number number, CancellationToken cancellation)
    {
        var taken = await transaction.Connection!.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(
            """
            select number_id from number
            where e164 = @E164 and number_id <> @NumberId
              and tstzrange(valid_from, valid_until) && tstzrange(@ValidFrom, @ValidUntil)
            limit 1 for share
            """,
            number, transaction, cancellationToken: cancellation));
        if (taken is not null)
        {
            return false;
        }

        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            $"""
            insert into number ({Columns})
            values (@NumberId, @E164, @QueueId, @Language, @Skills, @Priority, @Greeting, @Survey,
              @Recorded, @AnnounceAgent, @Answer, @Flow, @Campaign, @ValidFrom, @ValidUntil)
            on conflict (number_id) do update
            set e164 = excluded.e164, queue_id = excluded.queue_id, language = excluded.language,
                skills = excluded.skills, priority = excluded.priority, greeting = excluded.greeting,
                survey = excluded.survey, recorded = excluded.recorded,
                announce_agent = excluded.announce_agent, answer = excluded.answer,
                flow = excluded.flow, campaign = excluded.campaign,
                valid_from = excluded.valid_from, valid_until = excluded.valid_until
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

    /// <summary>The number with these digits at this time.</summary>
    public static Task<Number?> FindByE164Async(
        NpgsqlConnection connection, string e164, DateTimeOffset now, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<Number>(new CommandDefinition(
            $"select {Columns} from number where e164 = @e164 and tstzrange(valid_from, valid_until) @> @now",
            new { e164, now },
            cancellationToken: cancellation));

    /// <summary>The number that leads to a queue at this time; of several the one with the lowest digits.</summary>
    public static Task<Number?> FindOfQueueAsync(
        NpgsqlConnection connection, Guid queueId, DateTimeOffset now, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<Number>(new CommandDefinition(
            $"""
            select {Columns} from number
            where queue_id = @queueId and tstzrange(valid_from, valid_until) @> @now order by e164 limit 1
            """,
            new { queueId, now },
            cancellationToken: cancellation));

    public static async Task<IReadOnlyList<Number>> ListAsync(
        NpgsqlConnection connection, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<Number>(new CommandDefinition(
            $"select {Columns} from number order by e164, valid_from nulls first limit 10000",
            cancellationToken: cancellation))];
}
