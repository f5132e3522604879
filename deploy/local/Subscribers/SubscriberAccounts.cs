using CallCenter.Local.Backing;
using CallCenter.Local.Installations;
using CallCenter.Local.Ports;
using CallCenter.Local.Supervising;

namespace CallCenter.Local.Subscribers;

/// <summary>Accounts of other systems that read our events: one per name, made when first asked for.</summary>
public static class SubscriberAccounts
{
    /// <summary>The AMQP address with the subscriber's own credential.</summary>
    public static async Task<Uri> EnsureAsync(
        Home home, PortTable ports, string name, CancellationToken cancellation)
    {
        var secrets = await SecretBook.OpenAsync(home.SecretsFile, cancellation);
        var password = await secrets.GetAsync($"rabbitmq.sub.{name}", cancellation);
        using var broker = new RabbitManagement(
            new Uri($"http://127.0.0.1:{ports.RabbitManagement}"),
            RabbitServer.Administrator,
            await secrets.GetAsync("rabbitmq.administrator", cancellation));
        await broker.EnsureSubscriberAsync(ServiceSettings.VirtualHost, name, password, cancellation);
        return new Uri(RabbitManagement.UriOf(ports.Amqp, $"sub.{name}", password, ServiceSettings.VirtualHost));
    }
}
