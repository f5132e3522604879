using CallCenter.Contracts.Routing;
using CallCenter.Messaging;
using CallCenter.Telephony.Nodes;

namespace CallCenter.Telephony.Phones;

/// <summary>Keeps the number and name of a new agent.</summary>
public sealed class AgentAddedConsumer(Switchboard switchboard) : IEventConsumer<AgentAdded>
{
    public async Task ConsumeAsync(AgentAdded message, EventContext context, CancellationToken cancellation)
    {
        await PhoneStore.SetAgentAsync(
            context.Work.Transaction, message.AgentId, message.Number, message.Name, cancellation);
        context.Work.AfterCommit(switchboard.SignalAccounts);
    }
}
