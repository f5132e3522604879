using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;

namespace CallCenter.Routing.Agents;

/// <summary>The phone of an agent can no longer be reached: no call is offered to it.</summary>
public sealed class AgentPhoneOfflineConsumer(ILogger<AgentPhoneOfflineConsumer> logger)
    : IEventConsumer<AgentPhoneOffline>
{
    public async Task ConsumeAsync(AgentPhoneOffline message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work.Transaction;
        if (await AgentStore.LockAsync(work, message.AgentId, cancellation) is not { } agent)
        {
            Log.UnknownAgent(logger, nameof(AgentPhoneOffline), message.AgentId);
            return;
        }

        await AgentStore.SaveAsync(work, agent.HearPhone(online: false, message.OfflineAt), cancellation);
    }
}
