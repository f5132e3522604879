using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using CallCenter.Telephony.Waiting;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>What may happen to a call.</summary>
public sealed partial class CallRulesPropertyTests
{
    private static readonly string[] Reasons = ["busy", "rejected", "unreachable", "failed", "no-answer", "no-media"];

    private static void Ask(CallStory story, (int What, int Which, int Seconds) step)
    {
        var action = ControlActions.All[((step.What * 10) + step.Which) % ControlActions.All.Count];
        var hands = action is ControlActions.Transfer or ControlActions.Consult;
        story.Ask(
            action, digits: "1", reason: "why",
            queueId: hands && step.Which == 3 ? story.NewId() : null,
            target: hands && step.Which > 5 ? story.NewId() : hands ? null : CallStory.Supervisor,
            number: hands && step.Which is not 3 and <= 5 ? "+441632960555" : null,
            mode: SupervisionModes.All[step.Which % 3],
            most: 2);
    }

    private static void Disturb(CallStory story, string leg, (int What, int Which, int Seconds) step)
    {
        CallInput? input = step.What switch
        {
            6 when step.Which == 9 => new TalkBroken(story.Call.Assignment?.Talk ?? "none"),
            6 => new AgentLegRinging(leg),
            7 => new AgentLegUp(leg),
            8 => new AgentLegGone(leg, Reasons[step.Which % Reasons.Length]),
            9 => new JoinFailed(story.Call.Assignment?.Talk ?? "none"),
            10 or 33 or 34 or 35 => new KeyPressed("1102590*#7"[step.Which]),
            11 or 12 => new DeadlinePassed(),
            13 or 36 => new PromptFinished(story.Call.PromptId ?? "none"),
            14 when step.Which > 4 => OfSearch(story, step.Which),
            14 when step.Which < 2 => new NotRoutable(step.Which == 0 ? "closed" : "callback-only"),
            14 => new Moved(CallStory.Sales, new Guid("0190a000-0000-7000-8000-00000000000b")),
            31 or 32 => new PlaceFound(step.Which == 0 ? null : new CallPlace
            {
                QueueId = CallStory.Sales,
                Position = step.Which * 2,
                EstimatedWaitMs = step.Which == 9 ? null : step.Which * 300_000,
                CallbackOffered = step.Which > 2,
                PositionTold = step.Which != 5,
                WaitTold = step.Which != 6,
                FirstAfterMs = step.Which * 100,
                EveryMs = 5_000,
                ChangedAt = story.Now,
            }),
            15 when step.Which == 0 => new CallerGone(step.Seconds == 5),
            16 => new LegSeen(leg),
            17 => new Adopted(
                story.Call.Assignment is { } assignment && story.Legs.Contains(assignment.Leg)
                    ? (AdoptedLeg)(1 + (step.Which % 2))
                    : AdoptedLeg.Gone,
                IsJoined: story.Call.Phase == CallPhase.Talking && step.Which < 8)
            {
                Sides = story.Legs.ToDictionary(side => side, _ => step.Which < 7),
            },
            _ => null,
        };
        _ = input is null ? story : story.Hear(input);
    }

    /// <summary>What Routing says of a search for somebody to consult, be it this one or another.</summary>
    private static RoutingOrder OfSearch(CallStory story, int which)
    {
        var search = story.Call.Third?.ConsultationId ?? story.NewId();
        return which switch
        {
            5 => new NotRoutable("closed") { ConsultationId = search },
            6 => new Rescinded(story.Call.Third?.OfferId ?? search) { ConsultationId = search },
            7 => story.Order() with { ConsultationId = story.NewId() },
            _ => story.Order() with { ConsultationId = search },
        };
    }
}
