using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Matching;

namespace CallCenter.Routing.Agents;

/// <summary>The phone of an agent can be reached: they may get calls again.</summary>
public sealed class AgentPhoneOnlineConsumer(WakeSignal<MatchWorker> signal, ILogger<AgentPhoneOnlineConsumer> logger)
    : IEventConsumer<AgentPhoneOnline>
{
    public async Task ConsumeAsync(AgentPhoneOnline message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work.Transaction;
        if (await AgentStore.LockAsync(work, message.AgentId, cancellation) is not { } agent)
        {
            Log.UnknownAgent(logger, nameof(AgentPhoneOnline), message.AgentId);
            return;
        }

        await AgentStore.SaveAsync(work, agent.HearPhone(online: true, message.OnlineAt), cancellation);
        context.Work.AfterCommit(signal.Wake);
    }
}
