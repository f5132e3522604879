using System.Reflection;
using CallCenter.Hosting;
using CallCenter.Messaging;
using Dapper;
using Npgsql;

namespace CallCenter.Fixtures;

/// <summary>A database of a service's own with its schema, and what the service says there.</summary>
public sealed class ServiceDatabase : IAsyncDisposable
{
    private readonly TimeProvider _time;

    private ServiceDatabase(TestDatabase test, string service, TimeProvider time, IEventRecorder? recorder)
    {
        _time = time;
        Test = test;
        Source = NpgsqlDataSource.Create(test.ConnectionString);
        Transactions = new Transactions(Source, service, time: time, recorder: recorder);
    }

    public TestDatabase Test { get; }

    public NpgsqlDataSource Source { get; }

    public Transactions Transactions { get; }

    /// <param name="servers">Gives the database.</param>
    /// <param name="service">Lower-case name of the service.</param>
    /// <param name="schema">Holds the service's <c>Schema/*.sql</c>.</param>
    /// <param name="time">The clock of what is said; without it the system's.</param>
    /// <param name="recorder">Keeps what is heard and said, where the service has one.</param>
    public static async Task<ServiceDatabase> OpenAsync(
        Servers servers, string service, Assembly schema, TimeProvider? time = null, IEventRecorder? recorder = null)
    {
        var database = await servers.DatabaseAsync(service);
        await Migrations.ApplyAsync(
            database.MigrationConnectionString,
            database.ApplicationRole,
            [typeof(Transactions).Assembly, schema],
            CancellationToken.None);
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        return new ServiceDatabase(database, service, time ?? TimeProvider.System, recorder);
    }

    /// <summary>One consumer hears one fact, in a transaction of its own as the inbox gives it.</summary>
    public async Task HearAsync(Func<EventContext, Task> consume, object? fact = null)
    {
        await using var work = await Transactions.BeginAsync(CancellationToken.None);
        var context = new EventContext
        {
            EventId = Guid.CreateVersion7(),
            Subject = "",
            SubjectSeq = 1,
            At = _time.GetUtcNow(),
            Work = work,
        };
        if (fact is not null)
        {
            work.Hear(context.EventId, fact);
        }

        await consume(context);
        await work.CommitAsync(CancellationToken.None);
    }

    /// <summary>What was said of that type, in order.</summary>
    public Task<IReadOnlyList<T>> SaidAsync<T>() where T : class => SaidEvents.OfAsync<T>(Test.ConnectionString);

    /// <summary>The one row of a query.</summary>
    public async Task<T> OneAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Source.OpenConnectionAsync();
        return await connection.QuerySingleAsync<T>(sql, parameters);
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
