namespace CallCenter.Telephony.Flows;

/// <summary>The part that sends calls away from the flow, and hears how they come back.</summary>
public static partial class FlowEngine
{
    public const int DefaultMessageMs = 120_000;
    public const int DefaultSilenceMs = 4_000;

    private static void Transfer(FlowStep step, FlowNode node)
    {
        if (node.Number is { } number)
        {
            step.State = step.State with { Stage = FlowStage.Away };
            step.Order(new DialNumber(number));
        }
        else
        {
            Enqueue(step, node);
        }
    }

    private static void Record(FlowStep step, FlowNode node)
    {
        step.State = step.State with { Stage = FlowStage.Away };
        step.Order(new TakeMessage(
            node.Queue!.Value,
            TimeSpan.FromMilliseconds(node.MaxMs ?? DefaultMessageMs),
            TimeSpan.FromMilliseconds(node.SilenceMs ?? DefaultSilenceMs)));
    }

    private static void ComeBack(FlowStep step, string exit)
    {
        if (exit == "connected")
        {
            step.State = step.State with { Talked = true };
        }

        switch (step.Node.Type)
        {
            case "transfer":
                ComeBackFromTransfer(step, exit);
                break;
            case "voicemail" when exit != "failed":
                Leave(step, step.Node.Next.ContainsKey(exit) ? exit : "done");
                break;
            default:
                ComeBackFromQueue(step, exit);
                break;
        }
    }

    private static void ComeBackFromTransfer(FlowStep step, string exit)
    {
        var own = exit switch
        {
            "connected" => "done",
            "timeout" => "unreachable",
            "failed" => "refused",
            _ => exit,
        };
        if (step.Node.Next.ContainsKey(own))
        {
            Leave(step, own);
        }
        else if (own == "done")
        {
            step.Finish(step.State.Talked ? "released" : "completed");
        }
        else
        {
            step.Tell(new FaultMet(step.State.Place, "transfer-" + own));
            TakeSafeExit(step, "transfer-" + own);
        }
    }

    private static void ComeBackFromQueue(FlowStep step, string exit)
    {
        if (exit == "failed")
        {
            Fail(
                step,
                step.Node.Type switch
                {
                    "callback" => "no-callback", "voicemail" => "no-message", _ => "not-routable",
                });
        }
        else if (step.Node.Next.ContainsKey(exit))
        {
            Leave(step, exit);
        }
        else if (exit == "connected")
        {
            step.Finish("released");
        }
        else
        {
            step.Tell(new FaultMet(step.State.Place, "queue-timeout"));
            TakeSafeExit(step, "queue-timeout");
        }
    }
}
