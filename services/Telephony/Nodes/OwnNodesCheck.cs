using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CallCenter.Telephony.Nodes;

/// <summary>
/// Not ready while a node whose lease this replica holds has no event socket: its calls stand still. A replica that
/// owns no node is ready: it serves HTTP, hears events, and waits for a lease.
/// </summary>
internal sealed class OwnNodesCheck(Switchboard switchboard) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var silent = switchboard.SilentNodes;
        return Task.FromResult(silent.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(
                $"no event socket to a node that this replica owns: {string.Join(", ", silent.Order())}"));
    }
}
