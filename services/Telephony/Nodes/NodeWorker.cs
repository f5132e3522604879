using System.Globalization;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Trunks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Telephony.Nodes;

/// <summary>
/// Owns Asterisk nodes: takes the lease of each configured node that is free, holds it while the node can be reached,
/// and lets it go at an orderly stop, so that another replica goes on at once. Calls live through all of it.
/// </summary>
public sealed class NodeWorker(NodeServices services, Switchboard switchboard) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly string _owner = string.Create(
        CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.CreateVersion7():N}");

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(services.Options.Nodes.Select(node => OwnAsync(node, stoppingToken)));

    private async Task OwnAsync(AriNode node, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await TakeAsync(node, stopping) is { } taken)
                {
                    services.Logger.NodeTaken(node.Name, taken.Epoch);
                    await HoldAsync(node, taken, stopping);
                }
            }
            catch (NpgsqlException fault)
            {
                services.Logger.LeaseNotTaken(node.Name, fault);
            }

            await Task.Delay(Pause, services.Clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<TakenNode?> TakeAsync(AriNode node, CancellationToken cancellation)
    {
        await using var connection = await services.Database.OpenConnectionAsync(cancellation);
        return await NodeStore.TakeAsync(
            connection, node.Name, _owner, services.Options.LeaseTime, cancellation);
    }

    /// <summary>Runs sessions while the lease holds.</summary>
    private async Task HoldAsync(AriNode node, TakenNode taken, CancellationToken stopping)
    {
        var epoch = taken.Epoch;
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        switchboard.Take(node.Name, epoch);
        var renewing = RenewAsync(node, epoch, lost);
        var began = services.Clock.GetTimestamp();

        // The owners before may have reached it until just now.
        var reachedAt = began - (long)(taken.UnreachedFor.TotalSeconds * services.Clock.TimestampFrequency);
        try
        {
            while (!lost.IsCancellationRequested)
            {
                if (await RunSessionAsync(node, epoch, lost))
                {
                    reachedAt = began = services.Clock.GetTimestamp();
                }

                await EndLostCallsAsync(node, reachedAt, lost.Token);
                if (services.Clock.GetElapsedTime(began) > services.Options.UnreachableLimit)
                {
                    // Perhaps another replica reaches it.
                    break;
                }

                await Task.Delay(Pause, services.Clock, lost.Token);
            }
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            services.Logger.NodeLeft(node.Name, epoch);
        }
        finally
        {
            switchboard.Leave(node.Name);
            await lost.CancelAsync();
            await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ReleaseAsync(node, epoch);
        }
    }

    /// <summary>True when the node was reached.</summary>
    private async Task<bool> RunSessionAsync(AriNode node, long epoch, CancellationTokenSource lost)
    {
        var reached = false;
        await using var session = new NodeSession(node, services);
        try
        {
            await session.RunAsync(
                () =>
                {
                    reached = true;
                    switchboard.Open(node.Name, session);
                    services.Logger.NodeConnected(node.Name);
                },
                lost.Token);
        }
        catch (OwnerReplacedException)
        {
            services.Logger.NodeReplaced(node.Name);
            await lost.CancelAsync();
        }
        catch (Exception fault) when (!lost.IsCancellationRequested)
        {
            services.Logger.SessionEnded(node.Name, fault);
        }
        finally
        {
            switchboard.Close(node.Name, session);
        }

        await NoteUnreachedAsync(node, epoch, lost.Token);
        return reached;
    }

    private async Task NoteUnreachedAsync(AriNode node, long epoch, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await services.Database.OpenConnectionAsync(cancellation);
            await NodeStore.NoteUnreachedAsync(connection, node.Name, epoch, cancellation);
        }
        catch (NpgsqlException fault)
        {
            // Noted at the next attempt.
            services.Logger.LeaseNotRenewed(node.Name, fault);
        }
    }

    private async Task RenewAsync(AriNode node, long epoch, CancellationTokenSource lost)
    {
        while (!lost.IsCancellationRequested)
        {
            await Task.Delay(services.Options.RenewInterval, services.Clock, lost.Token);
            try
            {
                await using var connection = await services.Database.OpenConnectionAsync(lost.Token);
                if (!await NodeStore.RenewAsync(
                        connection, node.Name, epoch, services.Options.LeaseTime, lost.Token))
                {
                    await lost.CancelAsync();
                }
            }
            catch (NpgsqlException fault)
            {
                // Without the database nobody else can take the lease either; a replica that can cuts us off by name.
                services.Logger.LeaseNotRenewed(node.Name, fault);
            }
        }
    }

    private async Task ReleaseAsync(AriNode node, long epoch)
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2), services.Clock);
            await using var connection = await services.Database.OpenConnectionAsync(limit.Token);
            await NodeStore.ReleaseAsync(connection, node.Name, epoch, limit.Token);
        }
        catch (Exception fault) when (fault is NpgsqlException or OperationCanceledException)
        {
            // It runs out by itself.
            services.Logger.LeaseNotReleased(node.Name, fault);
        }
    }

    /// <summary>
    /// The calls of a node that has been away for long are lost; their agents must not wait for ever. Should it come
    /// back with them, their legs are hung up as belonging to no call.
    /// </summary>
    private async Task EndLostCallsAsync(AriNode node, long reachedAt, CancellationToken cancellation)
    {
        if (services.Clock.GetElapsedTime(reachedAt) < services.Options.NodeLostAfter)
        {
            return;
        }

        await using var connection = await services.Database.OpenConnectionAsync(cancellation);
        var saving = new CallSaving(services.Transactions, services.Clock);
        var settings = services.Options.CallSettings();
        foreach (var call in await CallStore.LiveAsync(connection, node.Name, cancellation))
        {
            var now = services.Clock.GetUtcNow();
            var decision = CallRules.Decide(
                call, new CallerGone(Lost: true), now, settings, Guid.CreateVersion7(now));
            await saving.SaveAsync(call, decision, answered: null, cancellation);
            services.Logger.CallEndedAsLost(call.CallId, node.Name);
        }

        await TrunkLegStore.EndMissingAsync(connection, node.Name, [], cancellation);
    }
}
