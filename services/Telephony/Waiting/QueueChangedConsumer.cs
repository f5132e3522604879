using CallCenter.Contracts.Routing;
using CallCenter.Messaging;

namespace CallCenter.Telephony.Waiting;

/// <summary>Keeps the name of a queue, for agents' screens.</summary>
public sealed class QueueChangedConsumer : IEventConsumer<QueueChanged>
{
    public Task ConsumeAsync(QueueChanged message, EventContext context, CancellationToken cancellation) =>
        QueueNameStore.SetAsync(context.Work.Transaction, message.QueueId, message.Name, cancellation);
}
