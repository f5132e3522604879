using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;
using Dapper;

namespace CallCenter.Benchmarks.Messaging;

/// <summary>An effect of one row.</summary>
internal sealed class EndedConsumer(Latencies latencies) : IEventConsumer<CallEnded>
{
    public Task ConsumeAsync(CallEnded message, EventContext context, CancellationToken cancellation)
    {
        context.Work.AfterCommit(() => latencies.Effected(message.CallId));
        return context.Work.Transaction.Connection!.ExecuteAsync(
            "insert into effect (event_id, call_id) values (@EventId, @CallId)",
            new { context.EventId, message.CallId },
            context.Work.Transaction);
    }
}
