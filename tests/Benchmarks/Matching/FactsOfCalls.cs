using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Waiting;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Benchmarks.Matching;

/// <summary>What Telephony says of each call, heard by the consumers as the inbox does it.</summary>
internal sealed class FactsOfCalls(MatchBench bench, Matcher matcher) : IDisposable
{
    private readonly SemaphoreSlim _consumers = new(8);
    private int _done;

    public void Dispose() => _consumers.Dispose();

    public Task QueueAsync(Guid call, string skill) =>
        HearAsync(
            new CallQueued
            {
                CallId = call, QueueId = MatchBench.Queue, QueuedAt = TimeProvider.System.GetUtcNow(),
                NumberId = call, Language = "en", Skills = [skill],
            },
            new CallQueuedConsumer(
                matcher, bench.Signal, TimeProvider.System, bench.Settings, NullLogger<CallQueuedConsumer>.Instance));

    public void Talk(Guid call, Guid agent, Guid assignment, TimeSpan talk) => _ = Task.Run(async () =>
    {
        await HearAsync(
            new CallAnswered
            {
                CallId = call, AssignmentId = assignment, AgentId = agent, QueueId = MatchBench.Queue,
                AnsweredAt = TimeProvider.System.GetUtcNow(),
            },
            new CallAnsweredConsumer(bench.Signal, NullLogger<CallAnsweredConsumer>.Instance));
        await Task.Delay(talk, TimeProvider.System);
        await HearAsync(
            new AgentReleased
            {
                CallId = call, AssignmentId = assignment, AgentId = agent, ReleasedBy = "caller", TalkMs = 0,
                ReleasedAt = TimeProvider.System.GetUtcNow(),
            },
            new AgentReleasedConsumer(bench.Signal, bench.Settings, NullLogger<AgentReleasedConsumer>.Instance));
        await HearAsync(
            new CallEnded
            {
                CallId = call, Cause = "caller-hung-up", Abandoned = false, DurationMs = 0, QueuedMs = 0, TalkMs = 0,
                EndedAt = TimeProvider.System.GetUtcNow(),
            },
            new CallEndedConsumer(
                bench.Signal, TimeProvider.System, bench.Settings, NullLogger<CallEndedConsumer>.Instance));
        Interlocked.Increment(ref _done);
    });

    /// <summary>Waits until so many calls are over; fails when they are not within half a minute.</summary>
    public async Task DoneAsync(int calls)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Volatile.Read(ref _done) < calls)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, deadline.Token);
        }
    }

    private async Task HearAsync<T>(T fact, IEventConsumer<T> consumer) where T : class
    {
        await _consumers.WaitAsync();
        try
        {
            await using var work = await bench.Transactions.BeginAsync(CancellationToken.None);
            var context = new EventContext
            {
                EventId = Guid.CreateVersion7(), Subject = "", SubjectSeq = 1,
                At = TimeProvider.System.GetUtcNow(), Work = work,
            };
            work.Hear(context.EventId, fact);
            await consumer.ConsumeAsync(fact, context, CancellationToken.None);
            await work.CommitAsync(CancellationToken.None);
        }
        finally
        {
            _consumers.Release();
        }
    }
}
