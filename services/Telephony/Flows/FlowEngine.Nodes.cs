namespace CallCenter.Telephony.Flows;

/// <summary>The part that enters nodes: what happens at once, and what a node waits for.</summary>
public static partial class FlowEngine
{
    private static void Enter(FlowStep step)
    {
        step.State = step.State with { Visits = step.State.Visits + 1, Tries = 0, Digits = "" };
        if (++step.Steps > StepsPerInput || step.State.Visits > VisitsPerCall)
        {
            // A net under the check of loops; nothing is entered any more.
            step.Tell(new FaultMet(step.State.Place, "too-many-steps"));
            step.State = step.State with { Fault = step.State.Fault ?? "too-many-steps" };
            step.Finish(step.State.Talked ? "released" : "failed");
            return;
        }

        var node = step.Node;
        step.Tell(new NodeEntered(step.State.Place));
        if (node.Milestone is { } milestone)
        {
            step.Tell(new MilestoneReached(step.State.Place, milestone));
        }

        switch (node.Type)
        {
            case "play" or "menu" or "collect" or "csat" or "voicemail":
                step.Play();
                break;
            case "say":
                Say(step, node);
                break;
            case "http":
                Ask(step, node);
                break;
            case "queue":
                Enqueue(step, node);
                break;
            case "transfer":
                Transfer(step, node);
                break;
            case "callback":
                step.State = step.State with { Stage = FlowStage.Away };
                step.Order(new OfferCallback(node.Queue!.Value, Priority(step, node), node.Skills ?? []));
                break;
            case "hangup":
                step.Finish("completed");
                break;
            default:
                PassThrough(step, node);
                break;
        }
    }

    /// <summary>Nodes that wait for nothing.</summary>
    private static void PassThrough(FlowStep step, FlowNode node)
    {
        switch (node.Type)
        {
            case "set":
                Set(step, node);
                Leave(step, "done");
                break;
            case "if":
                Leave(step, FlowExpression.Parse(node.When!).Expression!.IsTrue(step.Anything) ? "then" : "else");
                break;
            case "language":
                step.State = step.State with { Language = node.Language! };
                Leave(step, "done");
                break;
            case "calendar" when step.Book.Calendars.TryGetValue(node.Calendar!, out var calendar):
                Leave(step, CalendarRules.At(calendar, step.Now));
                break;
            case "calendar":
                Fail(step, "no-calendar");
                break;
            default:
                Call(step, node.Flow!);
                break;
        }
    }

    private static void Say(FlowStep step, FlowNode node)
    {
        step.State = step.State with { Stage = FlowStage.Playing };
        step.Order(new SpeakText(FlowTemplate.Fill(node.Text!, step.Known), step.State.Language));
    }

    /// <summary>What is made from digits that the caller entered is as private as they are.</summary>
    private static void Set(FlowStep step, FlowNode node)
    {
        foreach (var (name, text) in node.Set!)
        {
            var expression = FlowExpression.Parse(text).Expression!;
            var value = expression.Value(step.Known);
            var isEntered = expression.Variables.Any(step.State.Entered.ContainsKey);
            step.State = step.State with
            {
                Entered = isEntered ? step.State.Entered.SetItem(name, value) : step.State.Entered.Remove(name),
                Variables = isEntered ? step.State.Variables.Remove(name) : step.State.Variables.SetItem(name, value),
            };
        }
    }

    private static void Call(FlowStep step, string flow)
    {
        if (step.State.Places.Length >= DeepestFlow || !step.Book.Documents.TryGetValue(flow, out var document))
        {
            Fail(step, "no-flow");
            return;
        }

        foreach (var (name, value) in document.Variables)
        {
            step.State = step.State with { Variables = step.State.Variables.SetItem(name, value) };
        }

        step.State = step.State with { Places = step.State.Places.Add(new FlowPlace(flow, document.Entry)) };
        Enter(step);
    }

    private static void Ask(FlowStep step, FlowNode node)
    {
        step.State = step.State with { Stage = FlowStage.Asking };
        step.Order(new AskWeb
        {
            Visit = step.State.Visits,
            Method = node.Method ?? "GET",
            Url = FlowTemplate.Fill(node.Url!, step.Known, Uri.EscapeDataString),
            Body = node.Body?.ToDictionary(m => m.Key, m => FlowTemplate.Fill(m.Value, step.Anything)),
            Limit = TimeSpan.FromMilliseconds(node.TimeoutMs ?? DefaultTimeoutMs),
            Save = node.Save ?? new Dictionary<string, string>(),
        });
    }

    private static void Enqueue(FlowStep step, FlowNode node)
    {
        if (step.State.Talked)
        {
            // A safe exit may be a queue, but a call is answered once.
            step.Finish("released");
            return;
        }

        step.State = step.State with { Stage = FlowStage.Away };
        step.Order(new EnterQueue
        {
            Queue = node.Queue!.Value,
            Agent = node.Agent,
            Priority = Priority(step, node),
            Skills = node.Skills ?? [],
            Attributes = (node.Attributes ?? new Dictionary<string, string>())
                .ToDictionary(a => a.Key, a => FlowTemplate.Fill(a.Value, step.Sayable)),
            Limit = node.LimitMs is { } limit ? TimeSpan.FromMilliseconds(limit) : null,
        });
    }

    private static int? Priority(FlowStep step, FlowNode node) =>
        node.Priority is not null
        && FlowExpression.Number(FlowExpression.Parse(node.Priority).Expression!.Value(step.Known)) is { } wanted
            ? (int)Math.Clamp(wanted, -100, 100)
            : null;
}
