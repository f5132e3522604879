using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;

namespace CallCenter.Routing.Figures;

/// <summary>
/// What each event adds to the offer of its assignment; of two that say the same the earlier holds. An answer prevails
/// over a decline, and what Telephony says of the phone over what Routing had to assume.
/// </summary>
public static class OfferRules
{
    /// <summary>The offer after an event about it; null when the event is about none.</summary>
    public static Offer? Apply(Offer? known, object @event) => Change(known, @event) is { } changed
        ? Settle(changed)
        : known;

    private static Offer? Change(Offer? known, object @event) => @event switch
    {
        CallAssigned e => Of(known, e.AssignmentId, e.CallId, e.AgentId) is var offer
            && offer.OfferedAt <= e.AssignedAt ? offer
            : offer with { QueueId = e.QueueId, OfferedAt = e.AssignedAt },
        CallAnswered e => Of(known, e.AssignmentId, e.CallId, e.AgentId) is var offer
            && offer.AnsweredAt <= e.AnsweredAt ? offer
            : offer with { QueueId = e.QueueId, AnsweredAt = e.AnsweredAt },
        AssignmentDeclined e => Of(known, e.AssignmentId, e.CallId, e.AgentId) is var offer
            && offer.DeclinedAt <= e.DeclinedAt ? offer
            : offer with { DeclinedAt = e.DeclinedAt, DeclineReason = e.Reason },
        AssignmentRescinded e => Of(known, e.AssignmentId, e.CallId, e.AgentId) is var offer
            && offer.RescindedAt <= e.RescindedAt ? offer
            : offer with { RescindedAt = e.RescindedAt, RescindReason = e.Reason },
        // They were not offered a call but asked for advice: that counts for nobody.
        ConsultationStarted { AssignmentId: { } id, ConsultationId: { } search, ToAgentId: { } agent } e =>
            Of(known, id, search, agent) is var offer && offer.RescindedAt <= e.StartedAt ? offer
            : offer with { RescindedAt = e.StartedAt, RescindReason = "consultation" },
        AgentReleased e => Of(known, e.AssignmentId, e.CallId, e.AgentId) is var offer
            && offer.ReleasedAt <= e.ReleasedAt ? offer
            : offer with { ReleasedAt = e.ReleasedAt, TalkMs = e.TalkMs },
        CallWrappedUp e => Of(known, e.AssignmentId, e.CallId, e.AgentId) is var offer
            && offer.FinishedAt <= e.WrappedUpAt ? offer
            : offer with { QueueId = e.QueueId, FinishedAt = e.WrappedUpAt, WrapUpMs = e.DurationMs },
        _ => null,
    };

    private static Offer Settle(Offer offer) => offer switch
    {
        { AnsweredAt: { } at } => offer with { Outcome = OfferOutcomes.Answered, DecidedAt = at },

        // Who was released had been bridged, whether or not that was heard.
        { ReleasedAt: { } at, TalkMs: { } talk } =>
            offer with { Outcome = OfferOutcomes.Answered, DecidedAt = at.AddMilliseconds(-talk) },
        { DeclinedAt: { } at } => offer with
        {
            Outcome = offer.DeclineReason switch
            {
                "caller-gone" => OfferOutcomes.CallerGone,
                "late" or "already-answered" => OfferOutcomes.Withdrawn,
                _ => OfferOutcomes.Refused,
            },
            DecidedAt = at,
        },
        { RescindedAt: { } at } => offer with
        {
            Outcome = offer.RescindReason == "call-ended" ? OfferOutcomes.CallerGone : OfferOutcomes.Withdrawn,
            DecidedAt = at,
        },
        _ => offer,
    };

    private static Offer Of(Offer? known, Guid assignmentId, Guid callId, Guid agentId) =>
        known ?? new Offer { AssignmentId = assignmentId, CallId = callId, AgentId = agentId };
}
