using System.Globalization;
using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>What holds of every call, whatever happens in whatever order.</summary>
public sealed partial class CallRulesPropertyTests
{
    private static readonly Gen<(int What, int Which, int Seconds)> Steps =
        from what in Gen.Choose(0, 40)
        from which in Gen.Choose(0, 9)
        from seconds in Gen.Elements(0, 0, 0, 1, 5, 30, 200)
        select (what, which, seconds);

    private static readonly Arbitrary<(bool Known, bool Greeting, bool Survey, List<(int, int, int)> Steps)> Lives =
        Arb.From(
            from known in Gen.Elements(true, true, true, true, false)
            from greeting in Gen.Elements(true, false)
            from survey in Gen.Elements(true, true, false)
            from steps in Gen.ListOf(Steps)
            select (known, greeting, survey, steps.ToList()));

    [Fact]
    public void A_call_ends_once_and_leaves_nothing_behind() => Holds((story, _) =>
        story.Call.Phase == CallPhase.Ended
        && story.Events.OfType<CallEnded>().Count() == 1
        && story.Legs.Count == 0
        && story.Talks.Count == 0
        && story.Recordings.Count == 0);

    [Fact]
    public void Every_assignment_gets_exactly_one_answer() => Holds((story, orders) => orders.Concat(
        story.Events.OfType<CallTransferred>().Select(taken => taken.AssignmentId).OfType<Guid>()).All(id =>
        story.Events.OfType<AssignmentDeclined>().Count(e => e.AssignmentId == id)
        + story.Events.OfType<AgentReleased>().Count(e => e.AssignmentId == id) == 1));

    [Fact]
    public void Whoever_is_released_was_answered_before_and_whoever_is_answered_was_rung() => Holds((story, _) =>
    {
        var said = story.Events;
        return said.OfType<AgentReleased>().All(released =>
                said.FindIndex(e => e is CallAnswered answered && answered.AssignmentId == released.AssignmentId)
                    is >= 0 and var at && at < said.IndexOf(released))
            && said.OfType<CallAnswered>().All(answered =>
                said.FindIndex(e => e is AgentRinging ringing && ringing.AssignmentId == answered.AssignmentId
                    || e is CallTransferred taken && taken.AssignmentId == answered.AssignmentId)
                    is >= 0 and var at && at < said.IndexOf(answered))
            && said.OfType<CallAnswered>().Count() <= 1 + said.OfType<CallReturned>().Count()
                + said.OfType<CallTransferred>().Count() + said.OfType<TransferFailed>().Count();
    });

    [Fact]
    public void Times_are_never_negative_and_an_abandoned_call_was_waiting() => Holds((story, _) =>
    {
        var ended = story.Events.OfType<CallEnded>().Single();
        return ended is { DurationMs: >= 0, QueuedMs: >= 0, TalkMs: >= 0 }
            && (!ended.Abandoned || (ended is { QueueId: not null, Cause: "caller-hung-up" }
                && story.Events.FindLastIndex(said => said is CallQueued)
                    > story.Events.FindLastIndex(said => said is CallAnswered or CallTransferred { Kind: "number" })));
    });

    [Fact]
    public void Music_plays_exactly_while_the_caller_waits() => Holds(
        (_, _) => true,
        story => story.Music == (story.Call is { Phase: CallPhase.Queued, Offer: null } or { Phase: CallPhase.Ringing }
                    or { Phase: CallPhase.Connecting, Assignment.Introduction: { Sound: null } }
                || story.Call is { Phase: CallPhase.Transferring, Third.Stage: ThirdStage.Ringing }
                    or { Assignment.Interruption.Joining: false, Third: not { Stage: ThirdStage.Conference } }
                || story.Call.Assignment is { HeldAt: not null } or { Rejoin.IsWaiting: true })
            || story.Call.Phase == CallPhase.Ended);

    [Fact]
    public void Every_control_gets_exactly_one_answer() => Holds((story, _) =>
        story.Answers.Select(answer => answer.ControlId).Distinct().Count() == story.Asked
        && story.Answers.Count == story.Asked);

    [Fact]
    public void A_callback_is_asked_for_once_at_a_number_that_may_be_dialled_and_the_call_ends_for_it() => Holds(
        (story, _) => story.Callbacks.Count <= 1
            && story.Callbacks.All(callback => callback.E164.StartsWith("+441632", StringComparison.Ordinal)
                && story.Call.EndCause is "callback" or "lost"
                && story.The<CallbackRequested>().CallbackId == callback.CallbackId
                && !story.The<CallEnded>().Abandoned));

    [Fact]
    public void Nobody_is_told_a_place_farther_back_or_a_longer_wait() => Holds((story, _) =>
        // In another queue places begin anew.
        story.Moves > 0 || story.Events.OfType<CallQueued>().Any(queued => queued.QueueId != CallStory.Sales)
        || (IsFalling(Told(story, "position-"), 11) && IsFalling(Told(story, "wait-"), 61)));

    [Fact]
    public void An_offer_is_made_to_a_caller_who_waits_only_and_ends_by_itself() => Holds(
        (_, _) => true,
        story => story.Call.Offer is null
            || (story.Call.Phase == CallPhase.Queued && story.Call.Offer.Prompts <= 9)
            || story.Call.Phase == CallPhase.Ended);

    private static IEnumerable<string> Told(CallStory story, string kind) =>
        story.Orders.OfType<Play>().SelectMany(play => play.Media.Split(','))
            .Where(sound => sound.StartsWith("callcenter/" + kind, StringComparison.Ordinal))
            .Select(sound => sound["callcenter/".Length..][kind.Length..]);

    private static bool IsFalling(IEnumerable<string> told, int more)
    {
        var numbers = told.Select(one => one == "more" ? more : int.Parse(one, CultureInfo.InvariantCulture)).ToList();
        return numbers.Zip(numbers.Skip(1)).All(pair => pair.Second <= pair.First);
    }

    [Fact]
    public void Every_phase_but_talking_and_the_end_has_a_deadline() => Holds(
        (_, _) => true,
        story => story.Call.DeadlineAt is null == (story.Call.Phase is CallPhase.Ended
            || (story.Call.Phase is CallPhase.Talking or CallPhase.Transferred && !EndsByItself(story.Call))));

    private static bool EndsByItself(Call call) =>
        call.Recording?.PausedAt is not null
        || call.Recording?.ResumeAt is not null
        || call.Entry is not null
        || call.Assignment?.Interruption is not null
        || call.Assignment?.Rejoin is not null
        || call.Third is { Stage: ThirdStage.Ringing or ThirdStage.Joining }
        || call.Supervision is { StartedAt: null };

    private static void Holds(
        Func<CallStory, List<Guid>, bool> atTheEnd, Func<CallStory, bool>? always = null) =>
        Prop.ForAll(Lives, life =>
        {
            var story = new CallStory(
                life.Known, life.Greeting ? "g" : null, life.Survey, announces: life.Steps.Count % 2 == 1);
            var orders = new List<Guid>();
            var legs = new List<string>();
            foreach (var step in life.Steps)
            {
                Live(story, orders, legs, step);
                if (always?.Invoke(story) == false)
                {
                    return false;
                }
            }

            story.Hear(new CallerGone(Lost: false));
            return atTheEnd(story, orders);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static void Live(
        CallStory story, List<Guid> orders, List<string> legs, (int What, int Which, int Seconds) step)
    {
        story.After(TimeSpan.FromSeconds(step.Seconds));
        var assignment = story.Call.Assignment;
        story.Obeys = step.Which < 6;
        var leg = legs.Count == 0 ? "nobody" : legs[step.Which % legs.Count];
        switch (step.What)
        {
            case 0 or 1:
                var order = story.Order();
                orders.Add(order.AssignmentId);
                story.Hear(order);
                legs.AddRange(story.Legs.Except(legs).ToList());
                break;
            case 2 or 3 when assignment is not null:
                story.Hear(new AgentLegUp(assignment.Interruption?.Leg ?? assignment.Leg));
                break;
            case 4 or 5 when assignment is not null:
                story.Hear(new Joined(assignment.Talk));
                break;
            case (>= 18 and <= 21) or (>= 26 and <= 30):
                Ask(story, step);
                legs.AddRange(story.Legs.Except(legs).ToList());
                break;
            case 23 or 24 when story.Call.Third is { } third:
                story.Hear(step.Which < 5 ? new AgentLegUp(third.Leg) : new Joined(third.Talk));
                break;
            case 25 when story.Call.Supervision is { } supervision:
                story.Hear(step.Which < 5
                    ? new AgentLegUp(supervision.Leg)
                    : new SupervisionTried(supervision.Leg, step.Which < 9));
                break;
            case 22 when assignment is { Introduction.Sound: null }:
                story.Hear(new IntroductionMade(assignment.Leg, step.Which < 5 ? "callcenter/said" : null));
                break;
            case 22 when story.Call.Pending is { } pending:
                story.Hear(new ControlTried(pending.ControlId, step.Which < 5));
                break;
            case 22 when step.Which == 9:
                story.Hear(new OutsideAnswered(-story.Call.Entries, Values: null));
                break;
            case 22 when story.Call.Recording is { } recording:
                story.Hear(step.Seconds == 5
                    ? new RecordingResumeTried(recording.RecordingId, step.Which < 5)
                    : new RecordingPauseTried(recording.RecordingId, step.Which < 7));
                break;
            case >= 37 when assignment is not null:
                story.Hear(step.What < 39 ? new PhoneLost(assignment.AgentId) : new PhoneBack(assignment.AgentId));
                legs.AddRange(story.Legs.Except(legs).ToList());
                break;
            default:
                Disturb(story, leg, step);
                break;
        }
    }
}
