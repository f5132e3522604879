using System.Globalization;
using Npgsql;

namespace CallCenter.Routing.Figures;

/// <summary>
/// The subcommand <c>figures rebuild [--from instant]</c>: makes the tables that figures are counted from anew out of
/// the events that were kept. One transaction: until it commits, everybody sees the figures as they were.
/// </summary>
public static class FiguresCommand
{
    private const int Batch = 5_000;

    public static async Task<int> RunAsync(IServiceProvider services, string[] args, CancellationToken cancellation)
    {
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(FiguresCommand));
        DateTimeOffset from = default;
        if (args is not (["rebuild"] or ["rebuild", "--from", _])
            || (args.Length == 3 && !DateTimeOffset.TryParse(
                args[2], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out from)))
        {
            Log.RebuildRefused(log, "usage: figures rebuild [--from <instant such as 2026-11-22T08:00:00Z>]");
            return 2;
        }

        var count = await RebuildAsync(
            services.GetRequiredService<NpgsqlDataSource>(),
            args.Length == 3 ? from.ToUniversalTime() : null,
            cancellation);
        Log.Rebuilt(log, count);
        return 0;
    }

    /// <summary>Returns how many events were folded again.</summary>
    public static async Task<int> RebuildAsync(
        NpgsqlDataSource database, DateTimeOffset? from, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var work = await connection.BeginTransactionAsync(cancellation);
        await FigureEventStore.LockAsync(work, cancellation);
        if (await RebuildStore.FirstSinceAsync(work, from, cancellation) is not { } first)
        {
            return 0;
        }

        await RebuildStore.ClearAsync(work, first, cancellation);
        var count = 0;
        while (await FigureEventStore.PendingAsync(work, Batch, cancellation) is { Count: > 0 } pending)
        {
            await Folding.FoldAsync(work, pending, cancellation);
            count += pending.Count;
        }

        await work.CommitAsync(cancellation);
        return count;
    }
}
