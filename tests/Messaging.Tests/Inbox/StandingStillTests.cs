using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace CallCenter.Messaging.Tests.Inbox;

/// <summary>A consumer that stands still in its transaction until PostgreSQL ends the session (25P03).</summary>
public class StandingStillTests(Servers servers)
{
    [Fact]
    public async Task A_session_that_the_database_ends_for_standing_still_is_a_fault_of_the_moment()
    {
        await using var station = await Station.OpenAsync(servers);
        var logged = new LoggedEvents();
        var stood = new Stood();
        await station.StartAsync(
            h => h.On<SurveyAnswered, StandingConsumer>(), services => services.AddSingleton(stood), logged);
        var call = Guid.CreateVersion7();
        await station.SayAsync(call, 1);
        await station.SayAsync(call, 2);

        await station.UntilAsync("select count(*) from effect", 2, seconds: 60);

        Assert.Equal("25P03", stood.EndedWith);
        Assert.Equal(0, logged.Count("messaging.message.errored"));
        (await Tally.OfAsync(station.Data)).IsClean();
    }

    /// <summary>How the first attempt ended.</summary>
    internal sealed class Stood
    {
        public string? EndedWith { get; set; }
    }

    internal sealed class StandingConsumer(Stood stood, NpgsqlDataSource database) : IEventConsumer<SurveyAnswered>
    {
        private readonly EffectConsumer _effect = new();

        public async Task ConsumeAsync(SurveyAnswered message, EventContext context, CancellationToken cancellation)
        {
            if (stood.EndedWith is null)
            {
                await StandAsync(context, cancellation);
            }

            try
            {
                await _effect.ConsumeAsync(message, context, cancellation);
            }
            catch (PostgresException e)
            {
                stood.EndedWith = e.SqlState;
                throw;
            }
        }

        private async Task StandAsync(EventContext context, CancellationToken cancellation)
        {
            var work = context.Work.Transaction;
            await work.Connection!.ExecuteAsync(new CommandDefinition(
                "set local idle_in_transaction_session_timeout = '200ms'", transaction: work,
                cancellationToken: cancellation));
            await using var other = await database.OpenConnectionAsync(cancellation);
            while (await other.ExecuteScalarAsync<bool>(new CommandDefinition(
                "select exists (select from pg_stat_activity where pid = @pid)",
                new { pid = work.Connection!.ProcessID }, cancellationToken: cancellation)))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
            }
        }
    }
}
