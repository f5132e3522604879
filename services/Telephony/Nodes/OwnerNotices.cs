using System.Threading.Channels;

namespace CallCenter.Telephony.Nodes;

/// <summary>
/// What owners in other processes must hear, on its way to <see cref="OwnerNoticeWorker"/>: a node for which an order
/// waits, or that the account of a phone, a trunk or the draining of a node has changed.
/// </summary>
public sealed class OwnerNotices
{
    /// <summary>Stands for phones and trunks: no node can have this name.</summary>
    internal const string Accounts = "*";

    private readonly Channel<string> _waiting = Channel.CreateBounded<string>(
        new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropWrite });

    internal ChannelReader<string> Waiting => _waiting.Reader;

    /// <summary>A notice too many is dropped: the owner sweeps each second.</summary>
    public void Signal(string node) => _waiting.Writer.TryWrite(node);

    /// <summary>For every owner: each node is told of each phone and trunk.</summary>
    public void SignalAccounts() => Signal(Accounts);
}
