using System.Net.Sockets;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Trunks;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Telephony.Nodes;

/// <summary>Tells a node of trunks, and whether it is drained.</summary>
internal sealed class NodeTrunks(
    AriNode node, AriSwitch @switch, AmiClient ami, NpgsqlDataSource database, TimeProvider clock, ILogger logger)
{
    /// <summary>As long as a SIP transaction may take, and a little more.</summary>
    private static readonly TimeSpan LeaveTime = TimeSpan.FromSeconds(35);

    /// <summary>Removed trunks whose password is still needed, and until when; null before the first push.</summary>
    private Dictionary<Guid, DateTimeOffset>? _leaving;
    private bool? _drained;

    /// <summary>Pushes every trunk changed since the last push, as phones are.</summary>
    public async Task PushAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var drained = await NodeStore.IsDrainedAsync(connection, node.Name, cancellation);
        if (drained != _drained)
        {
            await DrainAsync(connection, drained, cancellation);
        }

        // The owner before may not have come to it.
        _leaving ??= (await TrunkStore.RemovedAsync(connection, cancellation))
            .ToDictionary(trunkId => trunkId, _ => clock.GetUtcNow() + LeaveTime);
        foreach (var (trunkId, _) in _leaving.Where(left => left.Value <= clock.GetUtcNow()).ToList())
        {
            await @switch.Client.ForgetTrunkAsync(trunkId, cancellation);
            _leaving.Remove(trunkId);
        }

        while (true)
        {
            var revision = await NodeStore.TrunkRevisionAsync(connection, node.Name, cancellation);
            var changed = await TrunkStore.ChangedSinceAsync(connection, revision, cancellation);
            if (changed.Count == 0)
            {
                return;
            }

            foreach (var trunk in changed)
            {
                if (!await @switch.Client.PushTrunkAsync(trunk, node, registers: !drained, cancellation))
                {
                    // One trunk must not keep the node from the others.
                    logger.TrunkRefused(node.Name, trunk.TrunkId);
                }

                _leaving.Remove(trunk.TrunkId);
                if (trunk.Trunk?.Username is null)
                {
                    // The provider may ask for the password once more before it lets the registration go.
                    _leaving[trunk.TrunkId] = clock.GetUtcNow() + LeaveTime;
                }
            }

            await NodeStore.SetTrunkRevisionAsync(connection, node.Name, changed[^1].Revision, cancellation);
            logger.TrunksPushed(node.Name, changed.Count);
        }
    }

    /// <summary>Looks how trunks stand and notes it. A node that does not answer keeps the last look.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var trunks = await TrunkStore.ListAsync(connection, cancellation);
        try
        {
            var registrations = trunks.Any(trunk => trunk.Mode == TrunkModes.Register)
                ? await ami.RegistrationsAsync(cancellation)
                : new Dictionary<string, string>();
            var states = new Dictionary<Guid, string>();
            foreach (var trunk in trunks)
            {
                states[trunk.TrunkId] = trunk.Mode == TrunkModes.Register
                    ? TrunkStates.OfRegistration(
                        registrations.GetValueOrDefault(TrunkIds.Endpoint(trunk.TrunkId)))
                    : TrunkStates.OfAddresses(
                        await @switch.Client.StateOfTrunkAsync(trunk.TrunkId, cancellation), trunk.QualifySeconds);
            }

            await TrunkAtNodeStore.SetAsync(connection, node.Name, states, cancellation);
        }
        catch (Exception fault) when (fault is IOException or SocketException or TimeoutException
                                          or ObjectDisposedException or HttpRequestException
                                      && !cancellation.IsCancellationRequested)
        {
            logger.TrunksNotSeen(node.Name, fault);
        }
    }

    /// <summary>
    /// Said to Asterisk's memory: each session says it anew. The dialplan refuses what comes in; without a
    /// registration a provider sends nothing here.
    /// </summary>
    private async Task DrainAsync(NpgsqlConnection connection, bool drained, CancellationToken cancellation)
    {
        if (!await @switch.SetDrainedAsync(drained, cancellation))
        {
            throw new HttpRequestException($"Asterisk node {node.Name} did not take the word of its draining.");
        }

        // At the start of a session what is not drained is as it was pushed.
        if (drained || _drained is not null)
        {
            foreach (var trunk in await TrunkStore.ListAsync(connection, cancellation))
            {
                if (drained)
                {
                    await @switch.Client.WithdrawTrunkAsync(trunk.TrunkId, cancellation);
                }
                else if (!await @switch.Client.RegisterTrunkAsync(trunk, cancellation))
                {
                    logger.TrunkRefused(node.Name, trunk.TrunkId);
                }
            }

            logger.NodeDrained(node.Name, drained);
        }

        _drained = drained;
        TelephonyMetrics.Drained(node.Name, drained);
    }
}
