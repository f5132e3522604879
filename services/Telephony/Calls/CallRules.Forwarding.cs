using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Callbacks;
using CallCenter.Telephony.Flows;

namespace CallCenter.Telephony.Calls;

/// <summary>The part of the rules in which a flow puts a caller through to a number.</summary>
public static partial class CallRules
{
    private static void Forward(CallStep step, string number)
    {
        var call = step.Call;
        step.StopPrompt();
        step.Enter(CallPhase.InFlow, deadlineAt: null);
        if (call.NumberId is null || !CallbackRules.Permits(step.Settings.DialAllowed, number))
        {
            StepFlow(step, new CameBack("refused"));
            return;
        }

        var third = new ThirdParty
        {
            Leg = CallIds.ThirdLeg(call.CallId, step.FreshId),
            Talk = CallIds.Talk(call.CallId, step.FreshId),
            Stage = ThirdStage.Ringing,
            UntilAt = step.Now + step.Settings.TransferRingTime,
            OfFlow = true,
        };
        SetThird(step, third);
        step.Order(new MusicOn(call.CallerLeg));
        step.Order(new DialCustomer
        {
            Leg = third.Leg,
            Number = number,
            Shown = "",
            NumberId = call.NumberId,
            Roles = null,
            GiveUpAfter = step.Settings.TransferRingTime,
        });
        step.Enter(CallPhase.Transferring, third.UntilAt);
    }

    /// <summary>They did not come, or have left: the caller goes on in the flow.</summary>
    private static void BackToTheFlow(CallStep step, string reason)
    {
        var talked = step.Call.Phase == CallPhase.Transferred;
        if (!talked)
        {
            step.Say(new TransferFailed { CallId = step.Call.CallId, Reason = reason, FailedAt = step.Now });
            step.Order(new MusicOff(step.Call.CallerLeg));
        }

        step.DropThird(reason);
        step.Enter(CallPhase.InFlow, deadlineAt: null);
        StepFlow(step, new CameBack(talked ? "done" : reason switch
        {
            "busy" => "busy",
            "rejected" => "refused",
            _ => "unreachable",
        }));
    }

    private static void SayThrough(CallStep step, ThirdParty third)
    {
        if (third.OfFlow)
        {
            step.Say(new CallForwarded
            {
                CallId = step.Call.CallId,
                Flow = step.Call.Flow!.Place.Flow,
                Version = step.Call.Flow.Versions[step.Call.Flow.Place.Flow],
                Node = step.Call.Flow.Place.Node,
                ForwardedAt = step.Now,
            });
        }
        else
        {
            SayTransferred(step, queueId: null, third.AgentId, toNumber: third.AgentId is null);
        }
    }
}
