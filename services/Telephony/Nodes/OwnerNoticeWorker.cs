using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Telephony.Nodes;

/// <summary>
/// Wakes the owner of a node in another process. NOTIFY takes a lock that all commits of the database share, so it
/// never runs in a transaction of ours, and many notices become one.
/// </summary>
public sealed class OwnerNoticeWorker(
    OwnerNotices notices, Switchboard switchboard, NpgsqlDataSource database, TimeProvider clock,
    ILogger<OwnerNoticeWorker> logger) : BackgroundService
{
    private const string Topic = "telephony_order";

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(
            AgainAsync(SendAsync, stoppingToken),
            AgainAsync(ListenAsync, stoppingToken));

    private async Task AgainAsync(Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await work(stopping);
            }
            catch (Exception fault) when (fault is NpgsqlException or IOException)
            {
                logger.DatabaseAway("notify owner", fault);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), clock, stopping)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SendAsync(CancellationToken cancellation)
    {
        while (await notices.Waiting.WaitToReadAsync(cancellation))
        {
            var nodes = new HashSet<string>(StringComparer.Ordinal);
            while (notices.Waiting.TryRead(out var node))
            {
                nodes.Add(node);
            }

            await using var connection = await database.OpenConnectionAsync(cancellation);
            foreach (var node in nodes)
            {
                await connection.ExecuteAsync(new CommandDefinition(
                    "select pg_notify(@Topic, @node)", new { Topic, node }, cancellationToken: cancellation));
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        connection.Notification += (_, notice) => Hear(notice.Payload);
        await connection.ExecuteAsync(new CommandDefinition($"listen {Topic}", cancellationToken: cancellation));
        while (true)
        {
            await connection.WaitAsync(cancellation);
        }
    }

    private void Hear(string notice)
    {
        if (notice == OwnerNotices.Accounts)
        {
            switchboard.SignalAccounts();
        }
        else
        {
            switchboard.SignalOrders(notice);
        }
    }
}
