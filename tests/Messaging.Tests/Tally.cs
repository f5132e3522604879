using Dapper;
using Npgsql;
using Xunit;

namespace CallCenter.Messaging.Tests;

/// <summary>What came of the events: the ledger of causes compared with the effects.</summary>
internal sealed record Tally
{
    public long Committed { get; init; }

    public long Logged { get; init; }

    public long Effects { get; init; }

    public long Lost { get; init; }

    public long Twice { get; init; }

    public long OutOfOrder { get; init; }

    public static async Task<Tally> OfAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync(Station.Cancellation);
        return await connection.QuerySingleAsync<Tally>("""
            select
              (select count(*) from ledger) as "Committed",
              (select count(*) from msg.event_log) as "Logged",
              (select count(*) from effect) as "Effects",
              (select count(*) from ledger l where not exists (
                 select 1 from effect e where e.call_id = l.call_id and e.n = l.n)) as "Lost",
              (select count(*) - count(distinct event_id) from effect) as "Twice",
              (select count(*) from (
                 select n - lag(n, 1, 0) over w as step, subject_seq - lag(subject_seq, 1, 0::bigint) over w as seq_step
                 from effect window w as (partition by call_id order by id))
                   as s where step <> 1 or seq_step <> 1) as "OutOfOrder"
            """);
    }

    /// <summary>Every cause had its effect, once and in order, and nothing was said without its cause.</summary>
    public void IsClean()
    {
        TestContext.Current.TestOutputHelper?.WriteLine(ToString());
        Assert.Equal((Committed, Committed), (Logged, Effects));
        Assert.Equal((0L, 0L, 0L), (Lost, Twice, OutOfOrder));
    }
}
