using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Callbacks;
using CallCenter.Telephony.Flows;

namespace CallCenter.Telephony.Calls;

/// <summary>The part of the rules that takes a call through the flow of its number.</summary>
public static partial class CallRules
{
    /// <summary>Beyond the limit of a question until its answer counts as lost.</summary>
    private static readonly TimeSpan _answerGrace = TimeSpan.FromSeconds(2);

    /// <summary>Whether the call is in a queue of its flow, or with an agent from one.</summary>
    private static bool IsOfFlow(Call call) => call.Flow is { Stage: FlowStage.Away };

    private static void BeginFlow(CallStep step, FlowBook book)
    {
        var call = step.Call;
        Follow(step, FlowEngine.Begin(book, call.Language, call.Campaign, call.CallerRef is not null, step.Now));
    }

    private static void StepFlow(CallStep step, FlowInput input) =>
        Follow(step, FlowEngine.Step(step.Call.FlowBook!, step.Call.Flow!, input, step.Now));

    /// <summary>What an input means to the flow; null when it is none of its business.</summary>
    private static FlowInput? FlowInputOf(Call call, CallInput input, DateTimeOffset now) => input switch
    {
        PromptFinished finished when finished.PromptId == call.PromptId => new PromptsEnded(finished.Failed),
        KeyPressed pressed => new KeyEntered(pressed.Key),
        OutsideAnswered answered => new WebAnswered(answered.Visit, answered.Values),
        DeadlinePassed when call.DeadlineAt <= now => call.Flow!.Stage switch
        {
            FlowStage.Playing => new PromptsEnded(Failed: false),
            FlowStage.Asking => new WebAnswered(call.Flow.Visits, Values: null),
            _ => new TimeUp(),
        },
        _ => null,
    };

    private static void Follow(CallStep step, FlowDecision decision)
    {
        step.Call = step.Call with { Flow = decision.State, Language = decision.State.Language };
        foreach (var outcome in decision.Outcomes)
        {
            Tell(step, outcome);
        }

        foreach (var order in decision.Orders)
        {
            Obey(step, order);
        }
    }

    private static void Tell(CallStep step, FlowOutcome outcome)
    {
        switch (outcome)
        {
            case MilestoneReached reached:
                step.Say(new FlowMilestone
                {
                    CallId = step.Call.CallId,
                    Flow = reached.Place.Flow,
                    Version = step.Call.Flow!.Versions[reached.Place.Flow],
                    Node = reached.Place.Node,
                    Milestone = reached.Milestone,
                    ReachedAt = step.Now,
                });
                break;
            case NodeEntered entered:
                SayAsked(step, entered.Place);
                break;
            case ScoreGiven given:
                step.Say(new SurveyAnswered
                {
                    CallId = step.Call.CallId,
                    AgentId = step.Call.AgentId,
                    QueueId = step.Call.LastQueueId,
                    Question = given.Question,
                    Score = given.Score,
                    AnsweredAt = step.Now,
                });
                break;
        }
    }

    private static void Obey(CallStep step, FlowOrder order)
    {
        if (NeedsAnswer(step.Call, order))
        {
            AnswerNow(step);
        }

        switch (order)
        {
            case PlaySounds play:
                step.StopPrompt();
                step.Play(CallPhase.InFlow, string.Join(',', play.Sounds));
                break;
            case SpeakText speak:
                step.StopPrompt();
                step.Speak(speak.Text);
                break;
            case StopSounds:
                step.StopPrompt();
                break;
            case ListenFor listen:
                step.Call = step.Call with { PromptId = null };
                step.Enter(CallPhase.InFlow, step.Now + listen.Time);
                break;
            case AskWeb ask:
                step.Call = step.Call with { PromptId = null };
                step.Order(new AskOutside(ask));
                step.Enter(CallPhase.InFlow, step.Now + ask.Limit + _answerGrace);
                break;
            case EnterQueue queue:
                EnterQueueOfFlow(step, queue);
                break;
            case OfferCallback offer:
                OfferInFlow(step, offer);
                break;
            case DialNumber dial:
                Forward(step, dial.Number);
                break;
            case TakeMessage message:
                BeginMessage(step, message);
                break;
            case FinishCall finish:
                FinishFlow(step, finish.Outcome);
                break;
        }
    }

    private static void EnterQueueOfFlow(CallStep step, EnterQueue queue)
    {
        var call = step.Call;
        var moves = call.QueuedAt is not null && call.QueueId != queue.Queue;
        step.Call = call with
        {
            QueueId = queue.Queue,
            PreferredAgentId = queue.Agent,
            // Its place in another queue begins there, in the same one it is kept.
            QueuedAt = moves ? step.Now : call.QueuedAt,
            WaitedMs = moves ? call.QueuedMs : call.WaitedMs,
            QueuedMs = 0,
            Skills = [.. call.NumberSkills.Union(queue.Skills)],
            Priority = queue.Priority ?? call.NumberPriority,
            Attributes = queue.Attributes,
            QueueUntilAt = step.Now + (queue.Limit ?? step.Settings.QueueLimit),
            Told = moves ? null : call.Told,
            NotRoutable = null,
        };
        step.Enqueue();
    }

    /// <summary>No agent came: the call goes on in its flow, and Routing looks for nobody any more.</summary>
    private static void LeaveQueue(CallStep step, string exit)
    {
        var call = step.Call;
        step.EndSupervision("talk-over");
        step.Order(new MusicOff(call.CallerLeg));
        step.Call = step.Call with { Assignment = null, QueuedMs = step.WaitedMs() };
        SayLeftQueue(step, exit == "failed" ? "not-routable" : exit);
        step.Enter(CallPhase.InFlow, deadlineAt: null);
        StepFlow(step, new CameBack(exit));
    }

    private static void SayLeftQueue(CallStep step, string reason) => step.Say(new CallLeftQueue
    {
        CallId = step.Call.CallId,
        QueueId = step.Call.LastQueueId!.Value,
        Reason = reason,
        LeftAt = step.Now,
    });

    private static void OfferInFlow(CallStep step, OfferCallback order)
    {
        if (!MayOffer(step))
        {
            StepFlow(step, new CameBack("failed"));
            return;
        }

        step.Enter(CallPhase.InFlow, deadlineAt: null);
        BeginOffer(
            step,
            new CallbackOffer
            {
                Stage = OfferStage.Asking,
                QueueId = order.Queue,
                Skills = [.. step.Call.NumberSkills.Union(order.Skills)],
                Priority = order.Priority ?? step.Call.NumberPriority,
            },
            Sounds(step, "callback-offer"));
    }

    private static void FinishFlow(CallStep step, string outcome)
    {
        step.StopPrompt();
        step.SayFlowEnded();
        switch (outcome)
        {
            case "released":
                AskForScore(step);
                break;
            case "failed":
                step.Announce("failed", step.Settings.NotRoutableMedia);
                break;
            default:
                step.HangUp("completed");
                break;
        }
    }
}
