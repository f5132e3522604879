using System.Threading.Channels;

namespace CallCenter.Telephony.Nodes;

/// <summary>
/// Nodes of other replicas for which an order waits, on their way to <see cref="OwnerNoticeWorker"/>.
/// </summary>
public sealed class OwnerNotices
{
    private readonly Channel<string> _nodes = Channel.CreateBounded<string>(
        new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropWrite });

    internal ChannelReader<string> Nodes => _nodes.Reader;

    /// <summary>A notice too many is dropped: the owner sweeps each second.</summary>
    public void Signal(string node) => _nodes.Writer.TryWrite(node);
}
