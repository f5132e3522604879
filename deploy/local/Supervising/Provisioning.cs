using CallCenter.Local.Backing;
using CallCenter.Local.Installations;
using CallCenter.Local.Ports;
using CallCenter.Messaging.Topology;

namespace CallCenter.Local.Supervising;

/// <summary>One database and one broker user per service, each with the rights that it needs and no more.</summary>
internal static class Provisioning
{
    /// <summary>Databases and their roles.</summary>
    public static async Task ApplyAsync(
        PostgresDatabases databases, SecretBook secrets, CancellationToken cancellation)
    {
        foreach (var service in PortTable.Services)
        {
            await databases.EnsureRolesAsync(
                service,
                ownerPassword: await secrets.GetAsync($"postgresql.{service}_owner", cancellation),
                password: await secrets.GetAsync($"postgresql.{service}", cancellation),
                cancellation);
            await databases.EnsureDatabaseAsync(service, service, cancellation);
        }
    }

    /// <summary>Virtual host, policies and users of the broker.</summary>
    public static async Task ApplyAsync(RabbitManagement broker, SecretBook secrets, CancellationToken cancellation)
    {
        await broker.PutVirtualHostAsync(ServiceSettings.VirtualHost, cancellation);
        foreach (var policy in BrokerPolicies.All)
        {
            await broker.PutPolicyAsync(
                ServiceSettings.VirtualHost, policy.Name, policy.Pattern, policy.Priority, policy.Definition,
                cancellation);
        }

        foreach (var service in PortTable.Services)
        {
            await broker.EnsureServiceUserAsync(
                ServiceSettings.VirtualHost, service,
                await secrets.GetAsync($"rabbitmq.{service}", cancellation), cancellation);
        }
    }
}
