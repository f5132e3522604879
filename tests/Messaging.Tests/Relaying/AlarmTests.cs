using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Messaging.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CallCenter.Messaging.Tests.Relaying;

/// <summary>
/// The disk alarm of a real broker, which stops reading from whoever publishes. It says so only to a connection that
/// publishes, so there are always claims under way when a relay learns of it.
/// </summary>
public class AlarmTests(Servers servers)
{
    private const int Subjects = 24;

    /// <summary>Claims that are open now, of whatever replica, and the age of the oldest in seconds.</summary>
    private const string OpenClaims = """
        from pg_locks l join pg_stat_activity a using (pid)
        where l.locktype = 'advisory' and l.classid = 743170 and l.granted
          and l.database = (select oid from pg_database where datname = current_database())
        """;

    private static readonly TimeSpan ConfirmWithin = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Under_an_alarm_of_the_broker_commits_go_on_without_claims_and_all_goes_out_when_it_is_over()
    {
        await using var broker = await AlarmedBroker.StartAsync(servers);
        await using var station = Station.At(await servers.DatabaseAsync("telephony"), broker.Uri);
        await station.MigrateAsync();
        await station.DeclareAsync();
        var logged = new LoggedEvents();
        var replica = await station.StartAsync(
            h => h.On<SurveyAnswered, EffectConsumer>(),
            services => services.Configure<MessagingOptions>(o => o.ConfirmWithin = ConfirmWithin),
            logged);
        var signal = replica.Services.GetRequiredService<RelaySignal>();
        var transactions = replica.Services.GetRequiredService<Transactions>();
        using var enough = new CancellationTokenSource();
        var speaking = Task.WhenAll(
            Enumerable.Range(0, Subjects).Select(_ => SpeakAsync(station, transactions, enough.Token)));
        await EachSaysAsync(station, 5);
        await station.UntilAsync("select least(200, (select count(*) from effect))", 200);
        var oldest = OldestClaimAsync(station, enough.Token);

        await broker.RaiseAsync();
        await Wait.UntilAsync(() => Task.FromResult(!signal.TakesClaims));
        await station.UntilAsync($"select count(*) {OpenClaims}", 0);
        for (var more = 0; more < 5; more++)
        {
            await EachSaysAsync(station, 2);
            Assert.Equal(0, await station.ScalarAsync<long>($"select count(*) {OpenClaims}"));
            Assert.False(signal.TakesClaims);
        }

        var waiting = await station.ScalarAsync<long>("select count(*) from msg.outbox");
        Assert.True(waiting >= Subjects * 2 * 5, $"{waiting} wait");
        Assert.NotEqual(0, logged.Count("messaging.broker.blocked"));

        await broker.ClearAsync();
        await Wait.UntilAsync(() => Task.FromResult(signal.TakesClaims));
        await EachSaysAsync(station, 2);
        await enough.CancelAsync();
        await speaking;
        await station.UntilAsync(
            "select (select count(*) from ledger) - (select count(*) from effect)", 0, seconds: 60);
        await station.UntilAsync("select count(*) from msg.outbox", 0);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"waited: {waiting}; longest commit {(await speaking).Max()}; oldest claim {await oldest}");
        Assert.InRange(await oldest, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        (await Tally.OfAsync(station.Data)).IsClean();
    }

    /// <summary>Waits until every subject has said so many more.</summary>
    private static async Task EachSaysAsync(Station station, int more)
    {
        const string Least = "select coalesce(min(n), 0) from (select max(n) as n from ledger group by call_id) as s";
        var wanted = await station.ScalarAsync<long>(Least) + more;
        await station.UntilAsync($"select least({wanted}, ({Least}))", wanted);
    }

    /// <summary>A caller who answers about eight times a second; returns how long the longest commit took.</summary>
    private static async Task<TimeSpan> SpeakAsync(Station station, Transactions transactions, CancellationToken enough)
    {
        var call = Guid.CreateVersion7();
        var longest = TimeSpan.Zero;
        for (var n = 1; !enough.IsCancellationRequested; n++)
        {
            var began = TimeProvider.System.GetTimestamp();
            await station.SayAsync(call, n, transactions);
            var took = TimeProvider.System.GetElapsedTime(began);
            longest = took > longest ? took : longest;
            await Task.Delay(TimeSpan.FromMilliseconds(125), TimeProvider.System, CancellationToken.None);
        }

        return longest;
    }

    private static async Task<TimeSpan> OldestClaimAsync(Station station, CancellationToken enough)
    {
        var oldest = 0d;
        while (!enough.IsCancellationRequested)
        {
            oldest = Math.Max(oldest, await station.ScalarAsync<double>(
                $"select coalesce(max(extract(epoch from clock_timestamp() - a.xact_start)), 0)::float8 {OpenClaims}"));
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        }

        return TimeSpan.FromSeconds(oldest);
    }
}
