using System.Collections.Concurrent;
using CallCenter.Telephony.Calls;

namespace CallCenter.Telephony.Nodes;

/// <summary>The sessions of this process: where a consumer's signal goes. A signal lost costs one sweep.</summary>
public sealed class Switchboard
{
    private readonly ConcurrentDictionary<string, NodeSession> _sessions = new(StringComparer.Ordinal);

    /// <summary>Nodes whose calls this process owns at present.</summary>
    public IReadOnlyCollection<string> OwnNodes => [.. _sessions.Keys];

    /// <summary>Gives an order to its call at once when the call is in this process.</summary>
    public bool Deliver(CallOrder order) =>
        _sessions.TryGetValue(order.Node, out var session) && session.Calls.Deliver(order);

    /// <summary>Wakes the sweep of a node's orders, if the node is ours.</summary>
    public void SignalOrders(string node)
    {
        if (_sessions.TryGetValue(node, out var session))
        {
            session.SignalOrders();
        }
    }

    /// <summary>Wakes the push of phones.</summary>
    public void SignalPhones()
    {
        foreach (var session in _sessions.Values)
        {
            session.SignalPhones();
        }
    }

    internal void Open(string node, NodeSession session) => _sessions[node] = session;

    internal void Close(string node, NodeSession session) =>
        _sessions.TryRemove(new KeyValuePair<string, NodeSession>(node, session));
}
