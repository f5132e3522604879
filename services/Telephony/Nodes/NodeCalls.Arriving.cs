using CallCenter.Hosting;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Flows;

namespace CallCenter.Telephony.Nodes;

/// <summary>The part that begins calls that come in.</summary>
internal sealed partial class NodeCalls
{
    private void Begin(LegArrived arrived)
    {
        if (_callers.ContainsKey(arrived.Leg))
        {
            return;
        }

        var callId = arrived.CallId ?? Guid.CreateVersion7(_services.Clock.GetUtcNow());
        var actor = new CallActor(callId, _place);
        if (_actors.TryAdd(callId, actor))
        {
            _callers[arrived.Leg] = actor;
            Run(actor, arrived.Leg, ArriveAsync);
        }

        async Task ArriveAsync(CancellationToken token)
        {
            // Both ask the database and neither needs the other; a trunk that is full is rare.
            Task<CallArrival>? recognised = RecogniseAsync(callId, arrived, token);
            if (await _place.Patience.UntilDoneAsync("admit call", t => _admit(arrived, t), token))
            {
                await actor.ArriveAsync(
                    t => Interlocked.Exchange(ref recognised, null) ?? RecogniseAsync(callId, arrived, t), token);
            }
            else
            {
                await ((Task)recognised).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<CallArrival> RecogniseAsync(Guid callId, LegArrived arrived, CancellationToken cancellation)
    {
        var dialled = CallerReference.Normalise(arrived.Dialled);
        var caller = CallerReference.Normalise(arrived.CallerNumber);
        var number = dialled is null ? null : await _services.Numbers.FindAsync(dialled, cancellation);
        return new CallArrival
        {
            CallId = callId,
            Node = _node.Name,
            CallerLeg = arrived.Leg,
            CallerNumber = caller ?? CallRules.Shown(arrived.CallerNumber),
            CallerRef = caller is null ? null : CallerReference.Of(caller, _services.CallerReference.KeyBytes()),
            Number = number,
            FlowBook = number?.Flow is { } flow ? await OpenFlowAsync(flow, cancellation) : null,
        };
    }

    private async Task<FlowBook?> OpenFlowAsync(string flow, CancellationToken cancellation)
    {
        await using var connection = await _services.Database.OpenConnectionAsync(cancellation);
        return await _services.Flows.Library.OpenAsync(connection, flow, cancellation);
    }
}
