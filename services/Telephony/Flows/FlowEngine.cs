using System.Collections.Immutable;

namespace CallCenter.Telephony.Flows;

/// <summary>
/// Walks a call through its flow. A pure function: from documents, state, input and time follow the next state, orders
/// and outcomes. Whatever comes, the caller is led on: a fault leaves by the node's exit <c>failed</c>, else by the
/// document's safe exit, and a fault there ends the call with an announcement.
/// </summary>
public static partial class FlowEngine
{
    /// <summary>Nodes that may follow each other upon one input.</summary>
    public const int StepsPerInput = 100;

    /// <summary>Nodes that one call may visit.</summary>
    public const int VisitsPerCall = 5_000;

    /// <summary>How deep flows may call each other.</summary>
    public const int DeepestFlow = 5;

    /// <summary>Keys that meant nothing, after which somebody plays with the keypad.</summary>
    public const int UselessKeysPerCall = 100;

    /// <summary>Begins a flow.</summary>
    /// <param name="book">Its documents.</param>
    /// <param name="language">Language of the dialled number.</param>
    /// <param name="campaign">Campaign of the dialled number.</param>
    /// <param name="callerKnown">Whether the caller shows a number.</param>
    /// <param name="now">The time.</param>
    public static FlowDecision Begin(
        FlowBook book, string language, string? campaign, bool callerKnown, DateTimeOffset now)
    {
        var document = book.Documents[book.Main];
        var state = new FlowState
        {
            Flow = book.Main,
            Versions = book.Versions,
            Places = [new FlowPlace(book.Main, document.Entry)],
            Stage = FlowStage.Asking,
            Language = language,
            Variables = document.Variables.ToImmutableDictionary()
                .SetItem("campaign", campaign ?? "").SetItem("callerKnown", callerKnown ? "true" : "false"),
        };
        var step = new FlowStep(book, state, now);
        Enter(step);
        return step.Decision;
    }

    /// <summary>What follows from an input.</summary>
    public static FlowDecision Step(FlowBook book, FlowState state, FlowInput input, DateTimeOffset now)
    {
        var step = new FlowStep(book, state, now);
        switch (state.Stage, input)
        {
            case (FlowStage.Ended, _):
                break;
            case (_, Reentered):
                Reenter(step);
                break;
            case (FlowStage.Playing or FlowStage.Listening, KeyEntered key):
                HearKey(step, key.Key);
                break;
            case (FlowStage.Asking, KeyEntered):
                CountUselessKey(step);
                break;
            case (FlowStage.Playing, PromptsEnded { Failed: true }):
                Fail(step, "prompt-failed");
                break;
            case (FlowStage.Playing, PromptsEnded):
                AfterPrompts(step);
                break;
            case (FlowStage.Listening, TimeUp):
                PassTime(step);
                break;
            case (FlowStage.Asking, WebAnswered answer) when answer.Visit == state.Visits:
                HearAnswer(step, answer.Values);
                break;
            case (FlowStage.Away, CameBack back):
                ComeBack(step, back.Exit);
                break;
        }

        return step.Decision;
    }

    /// <summary>Goes on by an exit that leads somewhere.</summary>
    private static void Leave(FlowStep step, string exit)
    {
        var next = step.Node.Next[exit];
        if (next == FlowDocument.Return)
        {
            GoBack(step);
        }
        else
        {
            step.GoTo(next);
            Enter(step);
        }
    }

    private static void GoBack(FlowStep step)
    {
        if (step.State.Places.Length == 1)
        {
            step.Finish("completed");
            return;
        }

        step.State = step.State with { Places = step.State.Places[..^1] };
        Leave(step, "done");
    }

    /// <summary>A fault at the present node.</summary>
    private static void Fail(FlowStep step, string fault)
    {
        step.Tell(new FaultMet(step.State.Place, fault));
        if (step.Node.Next.ContainsKey("failed"))
        {
            Leave(step, "failed");
        }
        else
        {
            TakeSafeExit(step, fault);
        }
    }

    private static void TakeSafeExit(FlowStep step, string fault)
    {
        var isSecond = step.State.Fault is not null;
        step.State = step.State with { Fault = step.State.Fault ?? fault };
        if (isSecond || step.State.Talked)
        {
            step.Finish(step.State.Talked ? "released" : "failed");
            return;
        }

        var main = step.State.Flow;
        step.State = step.State with { Places = [new FlowPlace(main, step.Book.Documents[main].SafeExit)] };
        Enter(step);
    }

    /// <summary>
    /// What only the old owner knew is begun again; when it held secrets, the first node that asked for one is.
    /// </summary>
    private static void Reenter(FlowStep step)
    {
        var state = step.State;
        if (state.Stage == FlowStage.Away && step.Node.Type is not "callback")
        {
            return;
        }

        var lost = state.SecretsAskedAt.Keys.Where(name => !state.Secrets.ContainsKey(name)).Order().FirstOrDefault();
        step.State = state with
        {
            Places = lost is null ? state.Places : state.SecretsAskedAt[lost],
            SecretsAskedAt = lost is null ? state.SecretsAskedAt : state.SecretsAskedAt.Remove(lost),
        };
        Enter(step);
    }

    private static void HearAnswer(FlowStep step, IReadOnlyDictionary<string, string>? values)
    {
        if (values is null)
        {
            Fail(step, "http-failed");
            return;
        }

        step.State = step.State with { Variables = step.State.Variables.SetItems(values.Select(Short)) };
        Leave(step, "done");
    }

    private static KeyValuePair<string, string> Short(KeyValuePair<string, string> value) =>
        new(value.Key, value.Value.Length > FlowTemplate.Longest ? value.Value[..FlowTemplate.Longest] : value.Value);
}
