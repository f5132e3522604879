using System.Collections.Concurrent;
using CallCenter.Telephony.Calls;

namespace CallCenter.Telephony.Nodes;

/// <summary>The sessions of this process: where a consumer's signal goes. A signal lost costs one sweep.</summary>
public sealed class Switchboard
{
    private readonly ConcurrentDictionary<string, NodeSession> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _leases = new(StringComparer.Ordinal);

    /// <summary>Nodes whose calls this process owns at present.</summary>
    public IReadOnlyCollection<string> OwnNodes => [.. _sessions.Keys];

    /// <summary>Nodes whose lease this process holds, but which it does not reach.</summary>
    public IReadOnlyCollection<string> SilentNodes => [.. _leases.Keys.Where(node => !_sessions.ContainsKey(node))];

    /// <summary>Gives an order to its call at once when the call is in this process.</summary>
    public bool Deliver(CallOrder order) =>
        _sessions.TryGetValue(order.Node, out var session) && session.Calls.Deliver(order);

    /// <summary>The node of a call that is stored and in this process; null for any other.</summary>
    public string? NodeOf(Guid callId)
    {
        foreach (var (node, session) in _sessions)
        {
            if (session.Calls.HasStored(callId))
            {
                return node;
            }
        }

        return null;
    }

    /// <summary>Wakes the sweep of a node's orders, if the node is ours.</summary>
    public void SignalOrders(string node)
    {
        if (_sessions.TryGetValue(node, out var session))
        {
            session.SignalOrders();
        }
    }

    /// <summary>Wakes the push of phones and trunks.</summary>
    public void SignalAccounts()
    {
        foreach (var session in _sessions.Values)
        {
            session.SignalAccounts();
        }
    }

    /// <summary>This process holds the lease of a node from now on.</summary>
    internal void Take(string node, long epoch)
    {
        _leases[node] = epoch;
        TelephonyMetrics.Connected(node, connected: false);
    }

    internal void Leave(string node)
    {
        _leases.TryRemove(node, out _);
        TelephonyMetrics.Drained(node, drained: null);
        TelephonyMetrics.Connected(node, connected: null);
    }

    internal void Open(string node, NodeSession session)
    {
        _sessions[node] = session;
        TelephonyMetrics.Connected(node, connected: true);
    }

    internal void Close(string node, NodeSession session)
    {
        if (_sessions.TryRemove(new KeyValuePair<string, NodeSession>(node, session)))
        {
            TelephonyMetrics.Connected(node, connected: false);
        }
    }
}
