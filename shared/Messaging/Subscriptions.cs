using CallCenter.Messaging.Inbox;
using CallCenter.Messaging.Wire;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace CallCenter.Messaging;

/// <summary>What a service hears: each type of event with its one consumer.</summary>
public sealed class Subscriptions
{
    private readonly Dictionary<EventDescription, Action<IServiceCollection>> _heard = [];

    internal List<Action<IReceiveEndpointConfigurator, IServiceProvider>> Consumers { get; } = [];

    /// <summary>The events heard, for the bindings of the queues and for the catalogue.</summary>
    public IEnumerable<EventDescription> Events => _heard.Keys;

    /// <summary>Hears one type with one consumer, which is made anew for each message.</summary>
    public Subscriptions On<TEvent, TConsumer>()
        where TEvent : class
        where TConsumer : class, IEventConsumer<TEvent>
    {
        if (!_heard.TryAdd(EventCatalogue.Of(typeof(TEvent)), services => services.AddScoped<TConsumer>()))
        {
            throw new InvalidOperationException($"{typeof(TEvent).Name} already has its consumer.");
        }

        Consumers.Add((queue, provider) =>
        {
            // One for all messages: it keeps nothing of them, and to make it means reflection.
            var receiver = ActivatorUtilities.CreateInstance<EventReceiver<TEvent, TConsumer>>(provider);
            queue.Consumer(() => receiver);
        });
        return this;
    }

    internal void Register(IServiceCollection services)
    {
        foreach (var register in _heard.Values)
        {
            register(services);
        }
    }
}
