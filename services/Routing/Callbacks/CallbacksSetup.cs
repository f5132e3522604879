using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;

namespace CallCenter.Routing.Callbacks;

/// <summary>What is heard of callbacks.</summary>
public static class CallbacksSetup
{
    public static Subscriptions OnCallbacks(this Subscriptions hears) => hears
        .On<CallbackRequested, CallbackRequestedConsumer>()
        .On<CallbackWithdrawn, CallbackWithdrawnConsumer>()
        .On<CallbackDialled, CallbackDialledConsumer>();
}
