using CallCenter.Hosting;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Nodes;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace CallCenter.Telephony.Recordings;

/// <summary>
/// Says when there is no room for another recording: a full disk would stop what is recorded already, and the switch
/// with it. Calls go on.
/// </summary>
public sealed class DiskGuard(TelephonyOptions options, IRecordingStore store, ILogger<DiskGuard> logger)
{
    /// <summary>Whether a place into which a recording on this node would go is below the bound.</summary>
    public bool IsFull(AriNode node) => FullPlaces([node]).Count > 0;

    /// <summary>Names of the places that are below the bound: nodes, and the store.</summary>
    public IReadOnlyList<string> FullPlaces(IEnumerable<AriNode> nodes)
    {
        var full = new List<string>();
        Look("the recording store", store.FreeBytes(), full);
        foreach (var node in nodes)
        {
            Look(node.Name, FreeSpace.Under(node.RecordingDirectory), full);
        }

        return full;
    }

    private void Look(string place, long? free, List<string> full)
    {
        if (free is not { } bytes)
        {
            return;
        }

        RecordingMetrics.DiskFree(place, bytes);
        if (bytes < options.RecordingFreeBytes)
        {
            full.Add(place);
            logger.DiskFull(place, bytes, options.RecordingFreeBytes);
        }
    }
}

/// <summary>
/// Degraded, which is still ready, while no recording can begin: calls are more than their recordings.
/// </summary>
internal sealed class DiskCheck(TelephonyOptions options, Switchboard switchboard, DiskGuard guard) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var full = guard.FullPlaces(options.Nodes.Where(node => switchboard.OwnNodes.Contains(node.Name)));
        return Task.FromResult(full.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"calls are not recorded, no room at: {string.Join(", ", full)}"));
    }
}
