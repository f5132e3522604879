using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Trunks;

namespace CallCenter.Telephony.Nodes;

/// <summary>The part that counts calls that come in by trunks, and refuses those for which there is no line.</summary>
internal sealed partial class NodeDialling
{
    /// <summary>
    /// False when the trunk has as many calls as it may have: the caller's provider is told so (503). A call that
    /// has been counted before, or came by no trunk of ours, is always let in.
    /// </summary>
    public async Task<bool> AdmitAsync(LegArrived arrived, CancellationToken cancellation)
    {
        if (arrived.TrunkId is not { } trunkId)
        {
            return true;
        }

        // Before it is counted: the leg may go at any time, and then no longer is.
        _open[arrived.Leg] = true;
        string? full;
        await using (var connection = await services.Database.OpenConnectionAsync(cancellation))
        {
            full = await TrunkLegStore.AdmitAsync(connection, arrived.Leg, trunkId, node.Name, cancellation);
            if (full is null && !_open.ContainsKey(arrived.Leg))
            {
                // It went while it was being counted.
                await TrunkLegStore.EndAsync(connection, arrived.Leg, cancellation);
            }
        }

        if (full is null)
        {
            return true;
        }

        await @switch.RefuseAsync(arrived.Leg, cancellation);
        _open.TryRemove(arrived.Leg, out _);
        TrunkMetrics.Full(full);
        services.Logger.TrunkFull(node.Name, full);
        return false;
    }
}
