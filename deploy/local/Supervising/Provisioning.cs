using CallCenter.Local.Installations;
using CallCenter.Local.Ports;
using CallCenter.Messaging.Topology;

namespace CallCenter.Local.Supervising;

/// <summary>One database and one broker user per service, each with the rights that it needs and no more.</summary>
internal static class Provisioning
{
    public static async Task ApplyAsync(IServerSet servers, SecretBook secrets, CancellationToken cancellation)
    {
        await servers.Broker.PutVirtualHostAsync(ServiceSettings.VirtualHost, cancellation);
        foreach (var policy in BrokerPolicies.All)
        {
            await servers.Broker.PutPolicyAsync(
                ServiceSettings.VirtualHost, policy.Name, policy.Pattern, policy.Priority, policy.Definition,
                cancellation);
        }

        foreach (var service in PortTable.Services)
        {
            await servers.Databases.EnsureRolesAsync(
                service,
                ownerPassword: await secrets.GetAsync($"postgresql.{service}_owner", cancellation),
                password: await secrets.GetAsync($"postgresql.{service}", cancellation),
                cancellation);
            await servers.Databases.EnsureDatabaseAsync(service, service, cancellation);
            await servers.Broker.EnsureServiceUserAsync(
                ServiceSettings.VirtualHost, service,
                await secrets.GetAsync($"rabbitmq.{service}", cancellation), cancellation);
        }
    }
}
