using System.Threading.Channels;

namespace CallCenter.Telephony.Calls;

/// <summary>
/// The one place where a call changes: reads its mailbox, lets <see cref="CallRules"/> decide, stores the decision and
/// then gives the orders. Lives as long as its process owns the call's node.
/// </summary>
internal sealed class CallActor
{
    private readonly Channel<CallInput> _mailbox = Channel.CreateUnbounded<CallInput>(
        new UnboundedChannelOptions { SingleReader = true });

    private readonly HashSet<long> _answeredOrders = [];
    private readonly CallWorkplace _place;
    private readonly ITimer _timer;
    private Task _orders = Task.CompletedTask;
    private Call? _call;

    public CallActor(Guid callId, CallWorkplace place)
    {
        CallId = callId;
        _place = place;
        _timer = place.Clock.CreateTimer(
            _ => Post(new DeadlinePassed()), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public Guid CallId { get; }

    /// <summary>The state, for a reconcile to compare with; null until the first snapshot is stored.</summary>
    public Call? Call => Volatile.Read(ref _call);

    public void Post(CallInput input) => _mailbox.Writer.TryWrite(input);

    /// <summary>Begins a call that arrives.</summary>
    public async Task ArriveAsync(Func<CancellationToken, Task<CallArrival>> arrival, CancellationToken cancellation)
    {
        using (_timer)
        {
            var arrived = await _place.Patience.UntilDoneAsync("recognise call", arrival, cancellation);
            var decision = CallRules.Arrive(arrived, _place.Clock.GetUtcNow(), _place.Settings);
            await ApplyAsync(decision, input: null, cancellation);
            await RunAsync(cancellation);
        }
    }

    /// <summary>Goes on with a call that another owner began.</summary>
    public async Task AdoptAsync(Call call, CancellationToken cancellation)
    {
        using (_timer)
        {
            Volatile.Write(ref _call, call);
            SetTimer(call);
            await RunAsync(cancellation);
        }
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        while (_call!.Phase != CallPhase.Ended)
        {
            await HearAsync(await _mailbox.Reader.ReadAsync(cancellation), cancellation);
        }

        // What was posted before the end, and what comes of the last orders, must be answered too.
        await _orders;
        _mailbox.Writer.Complete();
        while (_mailbox.Reader.TryRead(out var input))
        {
            await HearAsync(input, cancellation);
        }

        await _orders;
    }

    private async Task HearAsync(CallInput input, CancellationToken cancellation)
    {
        if (input is RoutingOrder { OrderId: > 0 } order && !_answeredOrders.Add(order.OrderId))
        {
            return;
        }

        var decision = CallRules.Decide(
            _call!, input, _place.Clock.GetUtcNow(), _place.Settings, Guid.CreateVersion7(_place.Clock.GetUtcNow()));
        await ApplyAsync(decision, input, cancellation);
    }

    private async Task ApplyAsync(CallDecision decision, CallInput? input, CancellationToken cancellation)
    {
        foreach (var order in decision.Orders.Where(order => order.Eager))
        {
            var begun = GiveAsync(order, cancellation);
            _orders = Task.WhenAll(_orders, begun);
        }

        var before = _call;
        var call = decision.Call;
        if (MustSave(before, decision, input))
        {
            call = await _place.Patience.UntilDoneAsync(
                "store call",
                token => _place.Saving.SaveAsync(before, decision, input as RoutingOrder, token),
                cancellation);
        }

        Volatile.Write(ref _call, call);
        foreach (var order in decision.Orders.Where(order => !order.Eager))
        {
            if (order.Apart)
            {
                _ = GiveAsync(order, cancellation);
            }
            else
            {
                _orders = FollowAsync(_orders, order, cancellation);
            }
        }

        // A timer may fire early, or the clock be set back: then the deadline is still to come.
        if (before?.DeadlineAt != call.DeadlineAt || input is DeadlinePassed)
        {
            SetTimer(call);
        }
    }

    /// <summary>What only lasts for moments is not stored: a new owner begins it again.</summary>
    private static bool MustSave(Call? before, CallDecision decision, CallInput? input) =>
        before is null
        || input is RoutingOrder
        || decision.Events.Count + decision.Answers.Count > 0
        || decision.Call.Recording != before.Recording
        || decision.Call.Message != before.Message
        || decision.Call.Third != before.Third
        || decision.Call.Assignment?.Interruption != before.Assignment?.Interruption
        || decision.Call.Entry != before.Entry
        || decision.Call.Flow?.Visits != before.Flow?.Visits
        || (decision.Call.Phase != before.Phase && decision.Call.Phase != CallPhase.Connecting);

    private async Task FollowAsync(Task earlier, SwitchOrder order, CancellationToken cancellation)
    {
        await earlier;
        await GiveAsync(order, cancellation);
    }

    private async Task GiveAsync(SwitchOrder order, CancellationToken cancellation)
    {
        if (await _place.Give(order, cancellation) is { } outcome)
        {
            Post(outcome);
        }
    }

    private void SetTimer(Call call)
    {
        var due = Timeout.InfiniteTimeSpan;
        if (call.DeadlineAt - _place.Clock.GetUtcNow() is { } left)
        {
            due = TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(left.TotalMilliseconds)) + 1);
        }

        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }
}
