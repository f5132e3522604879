using CallCenter.Contracts.Routing;
using CallCenter.Messaging;
using CallCenter.Telephony.Nodes;

namespace CallCenter.Telephony.Phones;

/// <summary>Keeps the changed number and name of an agent.</summary>
public sealed class AgentChangedConsumer(Switchboard switchboard) : IEventConsumer<AgentChanged>
{
    public async Task ConsumeAsync(AgentChanged message, EventContext context, CancellationToken cancellation)
    {
        await PhoneStore.SetAgentAsync(
            context.Work.Transaction, message.AgentId, message.Number, message.Name, cancellation);
        context.Work.AfterCommit(switchboard.SignalAccounts);
    }
}
