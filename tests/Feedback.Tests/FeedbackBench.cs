using CallCenter.Contracts.Quality;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Feedback.Calls;
using CallCenter.Feedback.Complaints;
using CallCenter.Feedback.Evaluations;
using CallCenter.Feedback.Surveys;
using CallCenter.Fixtures;
using CallCenter.Messaging;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace CallCenter.Feedback.Tests;

/// <summary>The consumers of the service over a database of their own, without a broker.</summary>
internal sealed class FeedbackBench : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _connectionString;

    private FeedbackBench(string connectionString, FeedbackOptions options)
    {
        _connectionString = connectionString;
        var services = new ServiceCollection();
        services.AddLogging(l => l.ClearProviders());
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(NpgsqlDataSource.Create(connectionString));
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(options));
        services.AddSingleton<ComplaintDesk>();
        services.AddMessaging(new ServiceIdentity("feedback", "tests"), hears => hears
            .On<CallArrived, CallArrivedConsumer>()
            .On<CallQueued, CallQueuedConsumer>()
            .On<CallAnswered, CallAnsweredConsumer>()
            .On<SurveyAnswered, SurveyAnsweredConsumer>()
            .On<CallEnded, CallEndedConsumer>()
            .On<CallWrappedUp, CallWrappedUpConsumer>()
            .On<CallEvaluated, CallEvaluatedConsumer>());
        _services = services.BuildServiceProvider();
    }

    public NpgsqlDataSource Database => _services.GetRequiredService<NpgsqlDataSource>();

    public static async Task<FeedbackBench> CreateAsync(Servers servers, FeedbackOptions? options = null)
    {
        await using var database =
            await ServiceDatabase.OpenAsync(servers, "feedback", typeof(FeedbackOptions).Assembly);
        return Over(database.Test.ConnectionString, options);
    }

    /// <summary>Over a database that has the schema.</summary>
    public static FeedbackBench Over(string connectionString, FeedbackOptions? options = null) =>
        new(connectionString, options ?? new FeedbackOptions());

    public async Task HearAsync<T>(T fact)
        where T : class
    {
        await using var work = await _services.GetRequiredService<Transactions>().BeginAsync(Cancel);
        await using var scope = _services.CreateAsyncScope();
        var consumer = Consumers(scope).OfType<IEventConsumer<T>>().Single();
        await consumer.ConsumeAsync(fact, Context(work), Cancel);
        await work.CommitAsync(Cancel);
    }

    public Task<IReadOnlyList<T>> SaidAsync<T>()
        where T : class => SaidEvents.OfAsync<T>(_connectionString, Cancel);

    public async Task<CallFacts?> CallAsync(Guid callId)
    {
        await using var connection = await Database.OpenConnectionAsync(Cancel);
        return await CallFactsStore.FindAsync(connection, callId, Cancel);
    }

    public async Task<(Complaint Complaint, List<ComplaintSource> Sources)?> ComplaintAsync(Guid callId)
    {
        await using var connection = await Database.OpenConnectionAsync(Cancel);
        if ((await ComplaintStore.OfCallAsync(connection, callId, Cancel)).SingleOrDefault() is not { } complaint)
        {
            return null;
        }

        var sources = await ComplaintStore.SourcesAsync(connection, [complaint.ComplaintId], Cancel);
        return (complaint, [.. sources[complaint.ComplaintId]]);
    }

    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var connection = await Database.OpenConnectionAsync(Cancel);
        return await connection.ExecuteScalarAsync<T>(sql);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static IEnumerable<object> Consumers(AsyncServiceScope scope) =>
    [
        scope.ServiceProvider.GetRequiredService<CallArrivedConsumer>(),
        scope.ServiceProvider.GetRequiredService<CallQueuedConsumer>(),
        scope.ServiceProvider.GetRequiredService<CallAnsweredConsumer>(),
        scope.ServiceProvider.GetRequiredService<SurveyAnsweredConsumer>(),
        scope.ServiceProvider.GetRequiredService<CallEndedConsumer>(),
        scope.ServiceProvider.GetRequiredService<CallWrappedUpConsumer>(),
        scope.ServiceProvider.GetRequiredService<CallEvaluatedConsumer>(),
    ];

    private static EventContext Context(UnitOfWork work) => new()
    {
        EventId = Guid.CreateVersion7(),
        Subject = "call/test",
        SubjectSeq = 1,
        At = TimeProvider.System.GetUtcNow(),
        Work = work,
    };
}
