using CallCenter.Fixtures;
using CallCenter.Messaging.Outbox;
using CallCenter.Messaging.Relaying;
using CallCenter.Messaging.Wire;
using Npgsql;
using Xunit;

namespace CallCenter.Messaging.Tests.Relaying;

/// <summary>A commit claims what it says in its own round trip, and hands it to the relay of its process.</summary>
public class ClaimTests(Servers servers)
{
    private const int AtOnce = 100;

    [Fact]
    public async Task What_a_commit_says_is_claimed_by_it_and_nobody_else_can()
    {
        await using var station = await Station.OpenAsync(servers, topology: false);
        var signal = new RelaySignal();
        signal.Open(true);
        await station.SayAsync(Guid.CreateVersion7(), 1, new Transactions(station.Data, "telephony", signal: signal));

        await using var claim = await HandedAsync(signal);

        Assert.Equal(1, Assert.Single(claim.Pending).SubjectSeq);
        await using (var rival = await TakeAsync(station.Data, Assert.Single(claim.Parts)))
        {
            Assert.Empty(rival.Parts);
            Assert.Empty(rival.Pending);
        }

        await RelayStore.CommitAsync(claim.Transaction, claim.Pending, Station.Cancellation);
        Assert.Equal(0, await station.ScalarAsync<long>("select count(*) from msg.outbox"));
        await using var next = await TakeAsync(station.Data, claim.Parts[0]);
        Assert.Equal(claim.Parts, next.Parts);
    }

    [Fact]
    public async Task A_closing_statement_that_answers_without_rows_is_not_taken_for_the_claim()
    {
        await using var station = await Station.OpenAsync(servers, topology: false);
        var signal = new RelaySignal();
        signal.Open(true);
        await using (var work = await new Transactions(station.Data, "telephony", signal: signal)
            .BeginAsync(Station.Cancellation))
        {
            work.AtCommit(new NpgsqlBatchCommand("select from msg.inbox having count(*) > 0"));
            work.AtCommit(new NpgsqlBatchCommand("select 'none' as nothing where false"));
            work.Publish(Station.Answer(Guid.CreateVersion7(), 1));
            await work.CommitAsync(Station.Cancellation);
        }

        await using var claim = await HandedAsync(signal);

        Assert.Single(claim.Pending);
    }

    [Fact]
    public async Task Events_of_several_parts_are_one_claim_in_the_order_of_saying()
    {
        await using var station = await Station.OpenAsync(servers, topology: false);
        var signal = new RelaySignal();
        signal.Open(true);
        var transactions = new Transactions(station.Data, "telephony", signal: signal);
        Guid[] calls = [.. Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7())];
        await using (var work = await transactions.BeginAsync(Station.Cancellation))
        {
            work.Publish(calls.Select(call => Station.Answer(call, 1)));
            await work.CommitAsync(Station.Cancellation);
        }

        await using var claim = await HandedAsync(signal);

        Assert.True(claim.Parts.Count > 1);
        Assert.Equal(calls.Select(call => $"call/{call}"), claim.Pending.Select(e => e.Subject));
    }

    [Fact]
    public async Task A_part_that_another_relay_holds_is_woken_instead()
    {
        await using var station = await Station.OpenAsync(servers, topology: false);
        var signal = new RelaySignal();
        signal.Open(true);
        var call = Guid.CreateVersion7();
        var part = await station.ScalarAsync<short>($"select msg.part_of('call/{call}')");
        await using var rival = await TakeAsync(station.Data, part);

        await station.SayAsync(call, 1, new Transactions(station.Data, "telephony", signal: signal));

        Assert.Null(await signal.WaitAsync(part, Station.Cancellation));
        Assert.Equal(1, await station.ScalarAsync<long>("select count(*) from msg.outbox"));
    }

    [Fact]
    public async Task Events_that_wait_from_yesterday_are_claimed_before_those_of_now()
    {
        await using var station = await Station.OpenAsync(servers, topology: false);
        var call = Guid.CreateVersion7();
        await station.SayAsync(call, 1);
        await station.AsOwnerAsync(
            """
            update msg.event_log set day = day - 1;
            update msg.outbox set day = day - 1;
            """);
        var signal = new RelaySignal();
        signal.Open(true);
        await station.SayAsync(call, 2, new Transactions(station.Data, "telephony", signal: signal));

        await using var claim = await HandedAsync(signal);

        Assert.Equal([1, 2], claim.Pending.Select(e => e.SubjectSeq));
    }

    [Fact]
    public async Task Nothing_is_claimed_while_a_relay_has_trouble_or_when_it_has_ended()
    {
        await using var station = await Station.OpenAsync(servers, topology: false);
        var signal = new RelaySignal();
        signal.Open(true);
        var transactions = new Transactions(station.Data, "telephony", signal: signal);
        var call = Guid.CreateVersion7();
        var part = await station.ScalarAsync<short>($"select msg.part_of('call/{call}')");

        signal.Trouble(begins: true);
        await station.SayAsync(call, 1, transactions);
        Assert.Null(await signal.WaitAsync(part, Station.Cancellation));

        signal.Trouble(begins: false);
        await station.SayAsync(call, 2, transactions);
        Assert.Equal(2, Assert.Single(await GiveBackAsync(signal)));
        await station.SayAsync(call, 3, transactions);
        await using var claim = await TakeAsync(station.Data, part);
        Assert.Equal([1, 2, 3], claim.Pending.Select(e => e.SubjectSeq));
    }

    /// <summary>How many events each claim had that nobody took.</summary>
    private static async Task<IReadOnlyList<int>> GiveBackAsync(RelaySignal signal)
    {
        var counts = new List<int>();
        foreach (var claim in signal.Close())
        {
            counts.Add(claim.Pending.Count);
            await claim.DisposeAsync();
        }

        return counts;
    }

    private static async Task<Claim> HandedAsync(RelaySignal signal) =>
        await await Task.WhenAny(Enumerable.Range(0, WireNames.Parts)
            .Select(part => signal.WaitAsync(part, Station.Cancellation).AsTask()))
        ?? throw new InvalidOperationException("The part was woken: nothing was claimed.");

    private static async Task<Claim> TakeAsync(NpgsqlDataSource database, int part) =>
        await ClaimStore.TakeAsync(
            await database.OpenConnectionAsync(Station.Cancellation), part, AtOnce, TimeProvider.System.GetUtcNow(),
            Station.Cancellation);
}
