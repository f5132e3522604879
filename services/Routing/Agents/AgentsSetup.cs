using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;

namespace CallCenter.Routing.Agents;

/// <summary>What is heard of agents' phones.</summary>
public static class AgentsSetup
{
    public static Subscriptions OnPhones(this Subscriptions hears) => hears
        .On<AgentPhoneOnline, AgentPhoneOnlineConsumer>()
        .On<AgentPhoneOffline, AgentPhoneOfflineConsumer>();
}
