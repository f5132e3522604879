using System.Threading.Channels;
using CallCenter.Messaging.Wire;

namespace CallCenter.Messaging.Outbox;

/// <summary>Wakes the relay of a part after a commit. Losing a signal costs at most the second of the sweep.</summary>
public sealed class RelaySignal
{
    private readonly Channel<bool>[] _parts =
        [.. Enumerable.Range(0, WireNames.Parts).Select(_ => Channel.CreateBounded<bool>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }))];

    internal void Wake(int part) => _parts[part].Writer.TryWrite(true);

    internal async ValueTask WaitAsync(int part, CancellationToken cancellation) =>
        await _parts[part].Reader.ReadAsync(cancellation);
}
