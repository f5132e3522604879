using System.Threading.Channels;

namespace CallCenter.Telephony.Nodes;

/// <summary>
/// What owners in other processes must hear, on its way to <see cref="OwnerNoticeWorker"/>: a node for which an order
/// waits, or that the account of a phone has changed.
/// </summary>
public sealed class OwnerNotices
{
    /// <summary>Stands for the phones: no node can have this name.</summary>
    internal const string Phones = "*";

    private readonly Channel<string> _waiting = Channel.CreateBounded<string>(
        new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropWrite });

    internal ChannelReader<string> Waiting => _waiting.Reader;

    /// <summary>A notice too many is dropped: the owner sweeps each second.</summary>
    public void Signal(string node) => _waiting.Writer.TryWrite(node);

    /// <summary>For every owner: each node is told of each phone.</summary>
    public void SignalPhones() => Signal(Phones);
}
