using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;

namespace CallCenter.Routing.Figures;

/// <summary>
/// The fold of events into what figures are counted from: visits, offers, handovers and spans of activity. It holds
/// what was loaded into it and what the events made of that; the same events always give the same.
/// </summary>
public sealed class Projection
{
    /// <summary>The events that figures are made of.</summary>
    public static readonly IReadOnlySet<Type> Events = new HashSet<Type>
    {
        typeof(CallQueued), typeof(CallLeftQueue), typeof(CallMoved), typeof(CallAnswered), typeof(CallEnded),
        typeof(AssignmentDeclined), typeof(AgentReleased), typeof(CallAssigned), typeof(AssignmentRescinded),
        typeof(CallNotRoutable), typeof(CallRepaired), typeof(CallWrappedUp), typeof(AgentActivityChanged),
        typeof(AgentAdded), typeof(AgentRemoved), typeof(AgentPhoneOnline), typeof(AgentPhoneOffline),
        typeof(CallTransferred), typeof(CallReturned), typeof(ConsultationStarted),
    };

    private readonly Dictionary<Guid, IReadOnlyList<Visit>> _visits = [];
    private readonly Dictionary<Guid, Offer> _offers = [];
    private readonly Dictionary<(Guid, Guid, DateTimeOffset), Handover> _handovers = [];
    private readonly Dictionary<Guid, ActivitySpan> _last = [];
    private readonly Dictionary<(Guid, long), ActivitySpan> _spans = [];

    /// <param name="visits">Of the calls that the events are about.</param>
    /// <param name="offers">Of the assignments that the events are about.</param>
    /// <param name="spans">The last one of each agent whom the events are about.</param>
    public Projection(
        IEnumerable<Visit>? visits = null, IEnumerable<Offer>? offers = null, IEnumerable<ActivitySpan>? spans = null)
    {
        foreach (var call in (visits ?? []).GroupBy(visit => visit.CallId))
        {
            _visits[call.Key] = [.. call];
        }

        _offers = (offers ?? []).ToDictionary(offer => offer.AssignmentId);
        _last = (spans ?? []).ToDictionary(span => span.AgentId);
    }

    public IEnumerable<Visit> Visits => _visits.Values.SelectMany(ofCall => ofCall);

    public IEnumerable<Offer> Offers => _offers.Values;

    /// <summary>Those that the events say.</summary>
    public IEnumerable<Handover> Handovers => _handovers.Values;

    /// <summary>The spans that were begun or ended.</summary>
    public IEnumerable<ActivitySpan> Spans => _spans.Values;

    /// <summary>What an event is about: its call, its assignment, its agent where it says their activity.</summary>
    public static (Guid? Call, Guid? Assignment, Guid? Agent) About(object @event) => @event switch
    {
        CallQueued e => (e.CallId, null, null),
        CallLeftQueue e => (e.CallId, null, null),
        CallMoved e => (e.CallId, null, null),
        CallAnswered e => (e.CallId, e.AssignmentId, null),
        CallEnded e => (e.CallId, null, null),
        CallNotRoutable e => (e.CallId, null, null),
        CallRepaired e => (e.CallId, null, null),
        CallAssigned e => (null, e.AssignmentId, null),
        AssignmentDeclined e => (null, e.AssignmentId, null),
        AssignmentRescinded e => (null, e.AssignmentId, null),
        AgentReleased e => (null, e.AssignmentId, null),
        CallWrappedUp e => (null, e.AssignmentId, null),
        ConsultationStarted e => (null, e.AssignmentId, null),
        AgentActivityChanged e => (null, null, e.AgentId),
        AgentAdded e => (null, null, e.AgentId),
        AgentRemoved e => (null, null, e.AgentId),
        AgentPhoneOnline e => (null, null, e.AgentId),
        AgentPhoneOffline e => (null, null, e.AgentId),
        _ => (null, null, null),
    };

    /// <param name="id">Its place among the events: of one agent's events the later has the greater.</param>
    /// <param name="event">One of <see cref="Events"/>; others change nothing.</param>
    public void Apply(long id, object @event)
    {
        var (call, assignment, agent) = About(@event);
        if (call is { } callId && VisitRules.Apply(_visits.GetValueOrDefault(callId, []), @event) is { Count: > 0 } now)
        {
            _visits[callId] = now;
        }

        if (assignment is { } assignmentId
            && OfferRules.Apply(_offers.GetValueOrDefault(assignmentId), @event) is { } offer)
        {
            _offers[assignmentId] = offer;
        }

        if (HandoverRules.Of(@event) is { } handover)
        {
            _handovers[(handover.CallId, handover.AgentId, handover.HandedAt)] = handover;
        }

        if (agent is { } agentId)
        {
            foreach (var span in ActivityRules.Apply(_last.GetValueOrDefault(agentId), id, @event))
            {
                _spans[(agentId, span.Id)] = span;
                _last[agentId] = span;
            }
        }
    }
}
