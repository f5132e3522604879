using System.Threading.Channels;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Lines;
using CallCenter.Telephony.Phones;
using Microsoft.Extensions.Logging;

namespace CallCenter.Telephony.Nodes;

/// <summary>
/// One connection to one Asterisk node, from connect to loss. While it lasts this process owns the node's calls; when
/// it ends everything in memory is dropped, and the next session begins from what is stored and what is alive.
/// </summary>
internal sealed class NodeSession : IAsyncDisposable
{
    private static readonly TimeSpan SweepPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookPause = TimeSpan.FromSeconds(5);
    private readonly Channel<SwitchEvent> _events = Channel.CreateUnbounded<SwitchEvent>();
    private readonly Channel<bool> _accountsChanged = Pauses.Signals();
    private readonly Channel<bool> _ordersWait = Pauses.Signals();
    private readonly Channel<Func<CancellationToken, Task>> _phones =
        Channel.CreateUnbounded<Func<CancellationToken, Task>>();
    private readonly LineMeasuring _measuring;
    private readonly AriNode _node;
    private readonly NodeServices _services;
    private readonly AriSwitch _switch;
    private readonly NodeOrders _orders;
    private readonly AmiClient _recorder;
    private readonly AriEvents _socket;
    private readonly NodePhones _nodePhones;
    private readonly NodeTrunks _nodeTrunks;
    private readonly NodeDialling _dialling;
    private readonly Patience _patience;

    public NodeSession(AriNode node, NodeServices services)
    {
        _node = node;
        _services = services;
        _switch = new AriSwitch(node);
        _recorder = new AmiClient(node, services.Clock);
        _socket = new AriEvents(node, _switch.Client, services.Clock);
        _nodeTrunks = new NodeTrunks(node, _switch, _recorder, services.Database, services.Clock, services.Logger);
        _dialling = new NodeDialling(node, _switch, services);
        _measuring = new LineMeasuring(services.Transactions, services.Clock);
        _patience = new Patience(services.Clock, services.Logger);
        _orders = new NodeOrders(
            node, _switch, _recorder, services.Flows, services.Database, _dialling, services.QueueNames, services.Disks,
            (agentId, token) => _nodePhones!.DoubtAsync(agentId, token), services.Clock, services.Logger);
        Calls = new NodeCalls(node, services, _orders, _dialling.AdmitAsync);
        _nodePhones = new NodePhones(
            node, _switch, services.Database, services.Transactions, Calls.Tell, Calls.Rings,
            services.Options.PhoneDoubtTime, services.Clock, services.Logger);
    }

    public NodeCalls Calls { get; }

    /// <summary>Wakes the push of phones and trunks.</summary>
    public void SignalAccounts() => _accountsChanged.Writer.TryWrite(true);

    /// <summary>Wakes the sweep of orders.</summary>
    public void SignalOrders() => _ordersWait.Writer.TryWrite(true);

    /// <summary>
    /// Connects, adopts what is alive and runs until the connection or the lease is lost, which throws.
    /// </summary>
    public async Task RunAsync(Action connected, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await _socket.ConnectAsync(cancellation);
        // From here events are kept; they are handled after the adoption.
        List<Task> parts = [ReceiveAsync(ending.Token)];
        var adopting = AdoptAsync(ending.Token);
        try
        {
            await await Task.WhenAny([.. parts, adopting]);
            connected();
            parts.Add(DispatchAsync(ending.Token));
            parts.Add(SweepOrdersAsync(ending.Token));
            parts.Add(ReconcileRegularlyAsync(ending.Token));
            parts.Add(PushAccountsAsync(ending.Token));
            parts.Add(LookAtTrunksAsync(ending.Token));
            parts.Add(NotePhonesAsync(ending.Token));
            parts.Add(_dialling.RunAsync(gone => Calls.Dispatch(gone), ending.Token));
            parts.Add(_measuring.RunAsync(_patience, ending.Token));
            await await Task.WhenAny(parts);
        }
        finally
        {
            await ending.CancelAsync();
            await Calls.StopAsync();
            await Task.WhenAll([.. parts, adopting]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public ValueTask DisposeAsync()
    {
        Calls.Dispose();
        _socket.Dispose();
        _recorder.Dispose();
        _switch.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A node that connects and then does not list what is alive is not in reach.</summary>
    private async Task AdoptAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(_services.Options.UnreachableLimit, _services.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            await _patience.UntilDoneAsync("adopt calls", ReconcileAsync, either.Token);
        }
        catch (OperationCanceledException late)
            when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"The calls of Asterisk node {_node.Name} could not be adopted.", late);
        }
    }

    private async Task ReceiveAsync(CancellationToken cancellation)
    {
        await foreach (var @event in _socket.ReadAsync(cancellation))
        {
            if (@event is OwnerReplaced)
            {
                throw new OwnerReplacedException($"Another process has taken node {_node.Name}.");
            }

            if (@event is Unreadable unreadable)
            {
                TelephonyMetrics.Unread(_node.Name);
                _services.Logger.EventUnreadable(_node.Name, unreadable.Why);
                continue;
            }

            _events.Writer.TryWrite(@event);
        }

        throw new IOException($"Asterisk node {_node.Name} closed the event socket.");
    }

    private async Task DispatchAsync(CancellationToken cancellation)
    {
        await foreach (var @event in _events.Reader.ReadAllAsync(cancellation))
        {
            if (@event is LegGone { Line: { } line })
            {
                _measuring.Hear(line);
            }

            if (@event is LegGone { Reason: "unreachable", Endpoint: { } phone }
                && PhoneIds.AgentOf(phone) is { } agentId)
            {
                _phones.Writer.TryWrite(token => _nodePhones.DoubtAsync(agentId, token));
            }

            if (@event is PhoneChanged change)
            {
                _phones.Writer.TryWrite(token => _nodePhones.NoteAsync(change, token));
            }
            else if (!_dialling.Hear(@event) && Calls.Dispatch(@event) is { } orphan)
            {
                // A fault is logged; the next reconcile finds the leg again.
                await _orders.GiveAsync(new DropLeg(orphan), cancellation);
            }
        }
    }

    private async Task NotePhonesAsync(CancellationToken cancellation)
    {
        await foreach (var note in _phones.Reader.ReadAllAsync(cancellation))
        {
            await _patience.UntilDoneAsync("note phone", note, cancellation);
        }
    }

    private async Task PushAccountsAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await _patience.UntilDoneAsync("push trunks", _nodeTrunks.PushAsync, cancellation);
            await _patience.UntilDoneAsync("push phones", _nodePhones.PushAsync, cancellation);
            await _patience.UntilDoneAsync("say phones", _nodePhones.SayDueAsync, cancellation);
            await Pauses.ForSignalAsync(_accountsChanged.Reader, SweepPause, _services.Clock, cancellation);
        }
    }

    private async Task LookAtTrunksAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await _patience.UntilDoneAsync("look at trunks", _nodeTrunks.LookAsync, cancellation);
            await Task.Delay(LookPause, _services.Clock, cancellation);
        }
    }

    private async Task SweepOrdersAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await _patience.UntilDoneAsync("sweep orders", Calls.SweepOrdersAsync, cancellation);
            await Pauses.ForSignalAsync(_ordersWait.Reader, SweepPause, _services.Clock, cancellation);
        }
    }

    private async Task ReconcileRegularlyAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Calls.PauseAsync(cancellation);
            await _patience.UntilDoneAsync("reconcile", ReconcileAsync, cancellation);
        }
    }

    private async Task ReconcileAsync(CancellationToken cancellation)
    {
        var began = _services.Clock.GetTimestamp();
        var known = await Calls.KnownAsync(cancellation);
        _nodePhones.BeginLook();
        var listing = await _switch.ListAsync(cancellation);
        // First: lines that ended while nobody looked must not keep from one the callers that are found now.
        await _dialling.ReconcileAsync(listing.Legs, cancellation);
        var repairs = await Calls.ReconcileAsync(known, listing, cancellation);
        foreach (var leg in repairs.Legs)
        {
            await _switch.HangUpAsync(leg, cancellation);
        }

        foreach (var talk in repairs.Talks)
        {
            await _switch.RemoveTalkAsync(talk, cancellation);
        }

        await _nodePhones.ReconcileAsync(listing.Phones, cancellation);
        if (repairs.Any || known.Here.Count == 0)
        {
            _services.Logger.NodeReconciled(
                _node.Name, (long)_services.Clock.GetElapsedTime(began).TotalMilliseconds,
                repairs.Adopted, repairs.Legs.Count, repairs.Talks.Count);
        }
    }
}
