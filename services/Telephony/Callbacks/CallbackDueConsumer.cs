using System.Diagnostics;
using CallCenter.Contracts.Routing;
using CallCenter.Messaging;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Nodes;
using CallCenter.Telephony.Numbers;
using Npgsql;

namespace CallCenter.Telephony.Callbacks;

/// <summary>
/// Stores the call that is to be made, with the order to dial, on a node that has an owner and is not drained; the
/// owner obeys.
/// </summary>
public sealed class CallbackDueConsumer(CallOrderRecording recording, TelephonyOptions options, TimeProvider clock)
    : IEventConsumer<CallbackDue>
{
    public async Task ConsumeAsync(CallbackDue message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work.Transaction;
        var now = clock.GetUtcNow();
        var callback = await CallbackStore.LockAsync(work, message.CallbackId, cancellation);
        if (!CallbackRules.Obeys(callback, message, now)
            || await CallbackStore.IsOnTheLineAsync(work, message.CallbackId, cancellation)
            || await NodeAsync(work, cancellation) is not { } node
            || await NumberStore.FindAsync(work.Connection!, callback!.NumberId, cancellation) is not { } number)
        {
            context.Work.Publish(CallbackRules.NotDialled(message, now));
            return;
        }

        var call = CallRules.BeginDial(callback, message, number, node, Activity.Current?.Id, now);
        await CallStore.InsertAsync(work, call, cancellation);
        await recording.RecordAsync(context.Work, call.CallId, new Dial(number.E164), cancellation);
    }

    private Task<string?> NodeAsync(NpgsqlTransaction work, CancellationToken cancellation) =>
        NodeStore.LeastBusyAsync(
            work,
            [.. options.Nodes.Select(node => node.Name)],
            cancellation);
}
