namespace CallCenter.Telephony.Flows;

/// <summary>The part that asks callers: menus, digits and scores.</summary>
public static partial class FlowEngine
{
    public const int DefaultTimeoutMs = 5_000;
    public const int DefaultInterDigitMs = 3_000;
    public const int DefaultTries = 3;

    private static void AfterPrompts(FlowStep step)
    {
        if (step.Node.Type is "play" or "say")
        {
            Leave(step, "done");
        }
        else if (step.Node.Type == "voicemail")
        {
            Record(step, step.Node);
        }
        else
        {
            step.Listen(step.Node.TimeoutMs ?? DefaultTimeoutMs);
        }
    }

    private static void HearKey(FlowStep step, char key)
    {
        var node = step.Node;
        if (node.Type is "play" or "say" || (node.Type == "voicemail" && key != '#')
            || (step.State.Stage == FlowStage.Playing && node.BargeIn == false))
        {
            CountUselessKey(step);
            return;
        }

        if (step.State.Stage == FlowStage.Playing)
        {
            step.Order(new StopSounds());
        }

        switch (node.Type)
        {
            case "menu" when node.Next.ContainsKey(key.ToString()):
                Leave(step, key.ToString());
                break;
            case "csat" when key is >= '1' and <= '5':
                step.Tell(new ScoreGiven(node.Question ?? "csat", key - '0'));
                Leave(step, "done");
                break;
            case "voicemail":
                Record(step, node);
                break;
            case "collect":
                Collect(step, node, key);
                break;
            default:
                CountUselessKey(step);
                TryAgain(step, node, "invalid");
                break;
        }
    }

    private static void Collect(FlowStep step, FlowNode node, char key)
    {
        if (key == (node.Terminator ?? "#")[0])
        {
            EndDigits(step, node);
            return;
        }

        if (char.IsAsciiDigit(key))
        {
            step.State = step.State with { Digits = step.State.Digits + key };
        }
        else
        {
            CountUselessKey(step);
        }

        if (step.State.Digits.Length >= node.Max)
        {
            EndDigits(step, node);
        }
        else if (ReferenceEquals(step.Node, node))
        {
            step.Listen(node.InterDigitMs ?? DefaultInterDigitMs);
        }
    }

    private static void EndDigits(FlowStep step, FlowNode node)
    {
        var state = step.State;
        if (state.Digits.Length < (node.Min ?? 1))
        {
            TryAgain(step, node, "invalid");
            return;
        }

        var name = node.Variable!;
        step.State = node.Secret == true
            ? state with
            {
                Secrets = state.Secrets.SetItem(name, state.Digits),
                SecretsAskedAt = state.SecretsAskedAt.SetItem(name, state.Places),
            }
            : state with { Entered = state.Entered.SetItem(name, state.Digits) };
        Leave(step, "done");
    }

    private static void PassTime(FlowStep step)
    {
        if (step.State.Digits.Length > 0)
        {
            EndDigits(step, step.Node);
        }
        else
        {
            TryAgain(step, step.Node, "timeout");
        }
    }

    private static void TryAgain(FlowStep step, FlowNode node, string exit)
    {
        if (!ReferenceEquals(step.Node, node) || step.State.Stage is not (FlowStage.Playing or FlowStage.Listening))
        {
            // A flood of keys has just led elsewhere.
            return;
        }

        step.State = step.State with { Tries = step.State.Tries + 1 };
        if (step.State.Tries < (node.Tries ?? DefaultTries))
        {
            step.Play();
        }
        else
        {
            Leave(step, exit);
        }
    }

    /// <summary>At the limit the safe exit is taken, once; from there on keys are only ignored.</summary>
    private static void CountUselessKey(FlowStep step)
    {
        step.State = step.State with { UselessKeys = step.State.UselessKeys + 1 };
        if (step.State.UselessKeys == UselessKeysPerCall)
        {
            step.Tell(new FaultMet(step.State.Place, "keypad-flood"));
            if (step.State.Stage == FlowStage.Playing)
            {
                step.Order(new StopSounds());
            }

            TakeSafeExit(step, "keypad-flood");
        }
    }
}
