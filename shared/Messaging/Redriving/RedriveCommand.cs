using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Messaging.Redriving;

/// <summary>
/// The subcommand <c>redrive</c>: publishes again what was said since an instant (after the broker lost its disk, or a
/// queue was deleted), or what was parked. Listeners recognise the copies. The running service relays them.
/// </summary>
internal static class RedriveCommand
{
    public static async Task<int> RunAsync(IServiceProvider services, string[] args, CancellationToken cancellation)
    {
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RedriveCommand));
        var order = RedriveOrder.Parse(args, services.GetRequiredService<TimeProvider>().GetUtcNow());
        if (order.Refusal is { } refusal)
        {
            Log.RedriveRefused(log, refusal);
            return 2;
        }

        await using var connection =
            await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(cancellation);
        var count = order.Parked
            ? await RedriveStore.ParkedAsync(connection, cancellation)
            : await RedriveStore.FromLogAsync(connection, order.From!.Value, order.Subject, cancellation);
        Log.Redriven(log, count);
        return 0;
    }
}
