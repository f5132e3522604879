using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Telephony.Callbacks;
using CallCenter.Telephony.Controls;
using CallCenter.Telephony.Recordings;
using CallCenter.Telephony.Supervising;
using Npgsql;

namespace CallCenter.Telephony.Calls;

/// <summary>Stores a decision: snapshot, recording, the answered order and the events, in one transaction.</summary>
public sealed class CallSaving(Transactions transactions, TimeProvider clock)
{
    /// <summary>Returns the call as it is now stored.</summary>
    /// <exception cref="CallLostException">Another has stored the call meanwhile.</exception>
    public async Task<Call> SaveAsync(
        Call? before, CallDecision decision, RoutingOrder? answered, CancellationToken cancellation)
    {
        using var activity = ServiceActivity.Start(SpanName(decision), decision.Call.TraceParent);
        ServiceActivity.OfCall(decision.Call.CallId);
        var now = clock.GetUtcNow();
        var call = decision.Call with
        {
            Version = decision.Call.Version + 1,
            TraceParent = decision.Call.TraceParent ?? activity?.Id,
        };
        await using var work = await transactions.BeginAsync(cancellation);
        if (before is null)
        {
            CallStore.Insert(work, call);
        }
        else
        {
            CallStore.Update(work, call, now);
        }

        if (answered is { OrderId: > 0 })
        {
            CallOrderStore.Take(work, answered.OrderId, now);
        }

        foreach (var answer in decision.Answers)
        {
            ControlStore.Answer(work, answer.ControlId, answer.Outcome);
        }

        if (call.Recording is not null && call.Recording != before?.Recording)
        {
            RecordingStore.Save(work, call);
        }

        if (call.Message is not null && call.Message != before?.Message)
        {
            RecordingStore.SaveMessage(work, call);
        }

        if (decision.Callback is { } callback)
        {
            CallbackStore.Insert(work, callback);
        }

        SupervisionStore.Record(work, decision.Events);
        work.Publish(decision.Events);
        try
        {
            await work.CommitAsync(cancellation);
        }
        catch (PostgresException e) when (IsStoredAlready(e))
        {
            throw new CallLostException(call.CallId);
        }

        if (call.Phase == CallPhase.Ended && before?.Phase != CallPhase.Ended)
        {
            TelephonyMetrics.CallEnded(call.EndCause!);
        }

        return call;
    }

    /// <summary>
    /// Whether a commit failed because somebody has stored the call: the next snapshot, or the first one of a leg that
    /// came before, perhaps by a commit of which nothing was heard.
    /// </summary>
    private static bool IsStoredAlready(PostgresException fault) =>
        fault.SqlState == PostgresErrorCodes.DivisionByZero
        || fault is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "call_pkey" };

    private static string SpanName(CallDecision decision) =>
        decision.Events.Count > 0 ? decision.Events[0].GetType().Name : decision.Call.Phase.ToString();
}

/// <summary>The stored call is not the one that was changed: somebody else has stored it meanwhile.</summary>
public sealed class CallLostException : Exception
{
    public CallLostException()
    {
    }

    public CallLostException(Guid callId)
        : base($"Call {callId} was stored by somebody else meanwhile.")
    {
    }

    public CallLostException(string message)
        : base(message)
    {
    }

    public CallLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
