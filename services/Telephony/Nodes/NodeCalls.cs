using System.Collections.Concurrent;
using System.Threading.Channels;
using CallCenter.Hosting;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using CallCenter.Telephony.Numbers;
using Microsoft.Extensions.Logging;

namespace CallCenter.Telephony.Nodes;

/// <summary>The calls of one session: who gets which event, and what a listing says about them.</summary>
internal sealed partial class NodeCalls : IDisposable
{
    private readonly ConcurrentDictionary<Guid, CallActor> _actors = new();
    private readonly ConcurrentDictionary<string, CallActor> _callers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _left = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, Task> _running = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationToken _end;
    private readonly Channel<bool> _dropped = Pauses.Signals();
    private readonly AriNode _node;
    private readonly NodeServices _services;
    private readonly CallWorkplace _place;
    private readonly Func<LegArrived, CancellationToken, Task<bool>> _admit;

    /// <param name="node">The node.</param>
    /// <param name="services">What all nodes share.</param>
    /// <param name="orders">Gives what calls order.</param>
    /// <param name="admit">Whether there is room for a call that comes in; where there is none it is refused.</param>
    public NodeCalls(
        AriNode node, NodeServices services, NodeOrders orders, Func<LegArrived, CancellationToken, Task<bool>> admit)
    {
        _admit = admit;
        _node = node;
        _services = services;
        _end = _ending.Token;
        _place = new CallWorkplace
        {
            Settings = services.Options.CallSettings() with { CallerKey = services.CallerReference.KeyBytes() },
            Saving = new CallSaving(services.Transactions, services.Clock),
            Clock = services.Clock,
            Patience = new Patience(services.Clock, services.Logger),
            Give = orders.GiveAsync,
        };
    }

    /// <summary>Hands an event to its call. Returns a leg that belongs to no call and must go.</summary>
    public string? Dispatch(SwitchEvent @event)
    {
        switch (@event)
        {
            case LegArrived arrived:
                Begin(arrived);
                return null;
            case LegRinging ringing:
                Of(ringing.Leg)?.Post(new AgentLegRinging(ringing.Leg));
                return null;
            case LegUp up when Of(up.Leg) is { } actor:
                actor.Post(new AgentLegUp(up.Leg));
                return null;
            case LegUp orphan:
                return orphan.Leg;
            case LegLeaving leaving when _callers.TryGetValue(leaving.Leg, out var caller):
                caller.Post(new CallerGone(Lost: false));
                return null;
            case LegGone gone when _callers.TryGetValue(gone.Leg, out var caller):
                caller.Post(new CallerGone(Lost: false, gone.Reason));
                return null;
            case LegGone gone:
                Of(gone.Leg)?.Post(new AgentLegGone(gone.Leg, gone.Reason));
                return null;
            case KeyHeard heard when _callers.TryGetValue(heard.Leg, out var caller):
                caller.Post(new KeyPressed(heard.Key));
                return null;
            case VoiceChanged changed when _callers.TryGetValue(changed.Leg, out var caller):
                caller.Post(changed.IsHeard ? new VoiceHeard() : new VoicePaused());
                return null;
            case PromptEnded ended:
                Finish(ended);
                return null;
            default:
                return null;
        }
    }

    /// <summary>Gives an order of Routing, or a control, to its call; false when it is not for this replica.</summary>
    public bool Deliver(CallOrder order)
    {
        if (order.Input() is null || !_actors.TryGetValue(order.CallId, out var actor))
        {
            return false;
        }

        actor.Post(order.Input()!);
        return true;
    }

    /// <summary>Whether the call is here, and its first snapshot stored.</summary>
    public bool HasStored(Guid callId) => _actors.TryGetValue(callId, out var actor) && actor.Call is not null;

    /// <summary>Finds orders that no signal brought, and answers those whose call has ended.</summary>
    public async Task SweepOrdersAsync(CancellationToken cancellation)
    {
        IReadOnlyList<CallOrder> orders;
        await using (var connection = await _services.Database.OpenConnectionAsync(cancellation))
        {
            orders = await CallOrderStore.UntakenAsync(connection, _node.Name, cancellation);
        }

        foreach (var order in orders.Where(order => order.Input() is not null && !Deliver(order)))
        {
            await AnswerForEndedCallAsync(order, cancellation);
        }
    }

    /// <summary>Stops all actors; what they stored is where the next owner goes on.</summary>
    public async Task StopAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _ending.Dispose();

    private async Task AnswerForEndedCallAsync(CallOrder order, CancellationToken cancellation)
    {
        await using var work = await _services.Transactions.BeginAsync(cancellation);
        var call = await CallStore.FindAsync(work.Transaction.Connection!, order.CallId, cancellation);
        if (call is { Phase: CallPhase.Dialling, Dialled: false } && order.Input() is Dial)
        {
            BeginDial(call, order);
            return;
        }

        if (call is not { Phase: CallPhase.Ended })
        {
            // Not adopted yet: the next sweep finds it again.
            return;
        }

        var now = _services.Clock.GetUtcNow();
        if (await CallOrderStore.TakeAsync(work.Transaction, order.OrderId, now, cancellation))
        {
            var decision = CallRules.Decide(call, order.Input()!, now, _place.Settings, Guid.Empty);
            foreach (var answer in decision.Answers)
            {
                ControlStore.Answer(work, answer.ControlId, answer.Outcome);
            }

            work.Publish(decision.Events);
        }

        await work.CommitAsync(cancellation);
    }

    /// <summary>A call that was stored to be made begins here.</summary>
    private void BeginDial(Call call, CallOrder order)
    {
        var actor = new CallActor(call.CallId, _place);
        if (_actors.TryAdd(call.CallId, actor))
        {
            _callers[call.CallerLeg] = actor;
            actor.Post(order.Input()!);
            Run(actor, call.CallerLeg, token => actor.AdoptAsync(call, token));
        }
    }

    private void Finish(PromptEnded ended)
    {
        if (Of(ended.PromptId) is not { } actor)
        {
            return;
        }

        if (ended.Failed)
        {
            _services.Logger.PromptFailed(actor.CallId, ended.PromptId);
        }

        actor.Post(new PromptFinished(ended.PromptId, ended.Failed));
    }

    private void Run(CallActor actor, string callerLeg, Func<CancellationToken, Task> life)
    {
        _running[actor.CallId] = RunAsync();

        async Task RunAsync()
        {
            // The receive loop must not wait for the first steps of a call.
            await Task.Yield();
            TelephonyMetrics.Began();
            var dropped = true;
            try
            {
                // A call that a reconcile began when the session was over already may come here when all is disposed.
                await life(_end);
                dropped = false;
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                return;
            }
            catch (CallLostException)
            {
                // Whether the node has another owner is for its lease and its event socket to say: the other calls go
                // on. This one's commit may as well have been answered by a broken connection, and made again.
                _services.Logger.CallOvertaken(actor.CallId);
            }
            catch (Exception fault)
            {
                // One call must not take the others with it: the reconcile takes it up again from its snapshot.
                _services.Logger.CallBroke(actor.CallId, fault);
            }
            finally
            {
                TelephonyMetrics.Left();
                _left[callerLeg] = true;
                _actors.TryRemove(actor.CallId, out _);
                _callers.TryRemove(callerLeg, out _);
                _running.TryRemove(actor.CallId, out _);
                if (dropped)
                {
                    _dropped.Writer.TryWrite(true);
                }
            }
        }
    }
}
