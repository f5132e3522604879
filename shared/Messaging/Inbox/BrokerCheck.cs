using CallCenter.Messaging.Topology;
using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CallCenter.Messaging.Inbox;

/// <summary>
/// Whether the bus hears. A service that never heard is not ready, which stops a rollout; one that has lost the broker
/// is degraded and still serves, because what it says waits in its outbox.
/// </summary>
internal sealed class BrokerCheck(IOptions<BrokerOptions> broker) : IHealthCheck
{
    private volatile IBusControl? _bus;
    private volatile bool _heard;

    /// <summary>The bus to ask; a later one takes the place of the one before.</summary>
    public void Watch(IBusControl bus) => _bus = bus;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        var health = _bus?.CheckHealth();
        if (health?.Status == BusHealthStatus.Healthy)
        {
            _heard = true;
            return HealthCheckResult.Healthy();
        }

        var address = BrokerAddress.Of(broker.Value.Uri);
        var reason = $"the broker at {address} is not heard: {health?.Description ?? "not started"}";
        return _heard ? HealthCheckResult.Degraded(reason) : HealthCheckResult.Unhealthy(reason);
    }
}
