using System.Threading.Channels;

namespace CallCenter.Telephony.Nodes;

/// <summary>Bounded waits.</summary>
internal static class Pauses
{
    /// <summary>Signals that merge into one while nobody looks.</summary>
    public static Channel<bool> Signals() =>
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Waits for a signal, but no longer than this: a lost signal costs one pause.</summary>
    public static async Task ForSignalAsync(
        ChannelReader<bool> signals, TimeSpan longest, TimeProvider clock, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        await ((Task)signals.ReadAsync(either.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
    }
}
