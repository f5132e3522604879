using System.Globalization;
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
        if (!order.Parked)
        {
            Log.Redriven(
                log, await RedriveStore.FromLogAsync(connection, order.From!.Value, order.Subject, cancellation));
            return 0;
        }

        Log.Redriven(log, await RedriveStore.ParkedAsync(connection, order.From!.Value, cancellation));
        var left = await RedriveStore.CountParkedAsync(connection, cancellation);
        if (left == 0)
        {
            return 0;
        }

        Log.RedriveRefused(log, string.Create(
            CultureInfo.InvariantCulture,
            $"{left} parked events are older than {order.From:yyyy-MM-dd} and stay: listeners would refuse them"));
        return 2;
    }
}
