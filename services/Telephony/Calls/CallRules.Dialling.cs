using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Callbacks;
using CallCenter.Telephony.Numbers;

namespace CallCenter.Telephony.Calls;

/// <summary>The part of the rules that calls a customer back, until they have answered.</summary>
public static partial class CallRules
{
    /// <summary>The call that is to be made: stored with the order to dial before anybody obeys.</summary>
    public static Call BeginDial(
        Callback callback, CallbackDue due, Number number, string node, string? traceParent,
        DateTimeOffset now) => new()
    {
        CallId = due.CallId,
        Node = node,
        CallerLeg = CallIds.CustomerLeg(due.CallId),
        CallerNumber = callback.E164,
        CallerRef = callback.CallerRef,
        ArrivedAt = now,
        NumberId = callback.NumberId,
        QueueId = callback.QueueId,
        Language = callback.Language,
        Skills = callback.Skills,
        Priority = due.Priority,
        Survey = number.Survey,
        Recorded = number.Recorded,
        AnnouncesAgent = number.AnnounceAgent,
        CallbackId = callback.CallbackId,
        Attempt = due.Attempt,
        PlaceAt = callback.QueuedAt,
        Phase = CallPhase.Dialling,
        DeadlineAt = due.DialUntilAt,
        TraceParent = traceParent,
        Version = 1,
    };

    private static void HearDialling(CallStep step, CallInput input)
    {
        var call = step.Call;
        switch (input)
        {
            case Dial dial when !call.Dialled && call.DeadlineAt > step.Now:
                step.Call = call with { Dialled = true };
                step.Order(new DialCustomer
                {
                    Leg = call.CallerLeg,
                    Number = call.CallerNumber!,
                    Shown = dial.Shown,
                    Roles = null,
                    GiveUpAfter = call.DeadlineAt!.Value - step.Now,
                });
                break;
            case AgentLegUp up when up.Leg == call.CallerLeg:
            case Adopted { AgentLeg: AdoptedLeg.Up }:
                AnswerCallback(step);
                break;
            case AgentLegGone gone when gone.Leg == call.CallerLeg:
                EndDial(step, gone.Reason);
                break;
            case CallerGone { Lost: true }:
                EndDial(step, "failed");
                break;
            case CallerGone { Reason: { } reason }:
                EndDial(step, reason);
                break;
            case DeadlinePassed when call.DeadlineAt <= step.Now:
                EndDial(step, call.Dialled ? "no-answer" : "failed");
                break;
        }
    }

    private static void AnswerCallback(CallStep step)
    {
        step.Call = step.Call with { ArrivedAt = step.Now };
        SayDialled(step, "answered");
        step.Say(new CallArrived
        {
            CallId = step.Call.CallId,
            ArrivedAt = step.Now,
            NumberId = step.Call.NumberId!.Value,
            CallerRef = step.Call.CallerRef,
            Language = step.Call.Language,
            CallbackId = step.Call.CallbackId,
        });
        step.Play(CallPhase.Greeting, step.Settings.CallbackMedia);
    }

    /// <summary>Nobody was on the line: there was an attempt, but no call.</summary>
    private static void EndDial(CallStep step, string result)
    {
        step.Order(new DropLeg(step.Call.CallerLeg));
        SayDialled(step, result);
        step.Call = step.Call with { EndCause = result };
        step.Enter(CallPhase.Ended, deadlineAt: null);
    }

    private static void SayDialled(CallStep step, string result) => step.Say(new CallbackDialled
    {
        CallbackId = step.Call.CallbackId!.Value,
        CallId = step.Call.CallId,
        Attempt = step.Call.Attempt,
        Result = result,
        DialledAt = step.Now,
    });
}
