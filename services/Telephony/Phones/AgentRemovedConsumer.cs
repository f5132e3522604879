using CallCenter.Contracts.Routing;
using CallCenter.Messaging;
using CallCenter.Telephony.Nodes;

namespace CallCenter.Telephony.Phones;

/// <summary>Takes the account of a removed agent away.</summary>
public sealed class AgentRemovedConsumer(Switchboard switchboard) : IEventConsumer<AgentRemoved>
{
    public async Task ConsumeAsync(AgentRemoved message, EventContext context, CancellationToken cancellation)
    {
        await PhoneStore.RemoveAgentAsync(context.Work.Transaction, message.AgentId, cancellation);
        context.Work.AfterCommit(switchboard.SignalAccounts);
    }
}
