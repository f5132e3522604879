using CallCenter.Fixtures;
using CallCenter.Messaging.Wire;
using Npgsql;
using Xunit;

namespace CallCenter.Messaging.Tests.Outbox;

/// <summary>First promise: an event is published if and only if its transaction committed.</summary>
public class PublishingTests(Servers servers)
{
    [Fact]
    public async Task A_rolled_back_transaction_says_nothing()
    {
        await using var station = await Station.OpenAsync(servers);
        await using var ear = await Ear.AtEventsAsync(station.Broker);
        await station.StartAsync();
        var call = Guid.CreateVersion7();
        await using (var abandoned = await station.Transactions.BeginAsync(Station.Cancellation))
        {
            abandoned.Publish(Station.Answer(call, 1));
        }

        await station.SayAsync(call, 2);

        var heard = await ear.FirstAsync();
        Assert.Contains("\"score\":2", heard.Body, StringComparison.Ordinal);
        Assert.Equal("1", heard.Headers[WireNames.SubjectSeqHeader]);
        Assert.Single(await SaidEvents.AllAsync(station.Database.ConnectionString, Station.Cancellation));
    }

    [Fact]
    public async Task Transactions_at_once_number_the_events_of_a_subject_in_the_order_of_commit_without_gaps()
    {
        await using var station = await Station.OpenAsync(servers, topology: false);
        Guid[] calls = [Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7()];

        await Task.WhenAll(Enumerable.Range(1, 12).Select(async speaker =>
        {
            for (var turn = 0; turn < 15; turn++)
            {
                await using var work = await station.Transactions.BeginAsync(Station.Cancellation);
                work.Publish(Station.Answer(calls[(speaker + turn) % 3], turn));
                work.Publish(Station.Answer(calls[turn % 3], turn));
                work.Publish(Station.Answer(calls[speaker % 3], turn));
                if (turn % 5 != 4)
                {
                    await work.CommitAsync(Station.Cancellation);
                }
            }
        }));

        Assert.Equal(12 * 12 * 3, await station.ScalarAsync<long>("select count(*) from msg.event_log"));
        Assert.Equal(0, await station.ScalarAsync<long>("""
            select count(*) from (
              select subject_seq - lag(subject_seq, 1, 0::bigint) over (partition by subject order by id) as step
              from msg.event_log) as s
            where step <> 1
            """));
    }

    [Fact]
    public async Task What_a_statement_at_the_commit_returns_is_known_to_the_signals_if_and_only_if_it_commits()
    {
        await using var station = await Station.OpenAsync(servers, topology: false);
        foreach (var divisor in (int[])[0, 1])
        {
            await using var work = await station.Transactions.BeginAsync(Station.Cancellation);
            var read = new List<long>();
            var known = new List<long>();
            work.AtCommit("select from (select 1 / @divisor as n) as s where n < 0", new { divisor });
            work.AtCommit(
                "select n + @first from generate_series(1, 2) as n", new { first = 40L },
                row => read.Add(row.GetInt64(0)));
            work.AtCommit("select @other", new { other = 7L }, row => read.Add(row.GetInt64(0)));
            work.Publish(Station.Answer(Guid.CreateVersion7(), 1));
            work.AfterCommit(() => known.AddRange(read));
            if (divisor == 0)
            {
                await Assert.ThrowsAsync<PostgresException>(() => work.CommitAsync(Station.Cancellation));
                Assert.Empty(known);
            }
            else
            {
                await work.CommitAsync(Station.Cancellation);
                Assert.Equal([41, 42, 7], known);
            }
        }

        Assert.Single(await SaidEvents.AllAsync(station.Database.ConnectionString, Station.Cancellation));
    }

    [Fact]
    public async Task A_service_says_only_its_own_events_and_none_larger_than_the_limit()
    {
        await using var station = await Station.OpenAsync(servers, topology: false);
        await using var work = await station.Transactions.BeginAsync(Station.Cancellation);

        var foreign = Assert.Throws<InvalidOperationException>(() => work.Publish(new Contracts.Routing.AgentRemoved
        {
            AgentId = Guid.CreateVersion7(),
            RemovedAt = TimeProvider.System.GetUtcNow(),
        }));
        var large = Assert.Throws<ArgumentException>(() => work.Publish(
            Station.Answer(Guid.CreateVersion7(), 1) with { Question = new string('x', UnitOfWork.LargestBody) }));

        Assert.Contains("said by routing", foreign.Message, StringComparison.Ordinal);
        Assert.Contains("262144 is the limit", large.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_runs_after_the_commit_and_only_then()
    {
        await using var station = await Station.OpenAsync(servers, topology: false);
        var signals = 0;
        await using (var abandoned = await station.Transactions.BeginAsync(Station.Cancellation))
        {
            abandoned.AfterCommit(() => signals++);
        }

        Assert.Equal(0, signals);
        await using var work = await station.Transactions.BeginAsync(Station.Cancellation);
        work.AfterCommit(() => signals++);
        await work.CommitAsync(Station.Cancellation);
        Assert.Equal(1, signals);
    }
}
