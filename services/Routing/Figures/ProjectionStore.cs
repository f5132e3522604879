using Dapper;
using Npgsql;

namespace CallCenter.Routing.Figures;

/// <summary>Visits, offers, handovers and spans of activity.</summary>
public static class ProjectionStore
{
    private const string VisitColumns =
        """
        call_id, queue_id, callback_id, queued_at, answered_at, not_routable_at, went_on_at, went_on_reason, ended_at,
        ended_queue_id, end_cause, abandoned, left_at, outcome, wait_ms
        """;

    private const string OfferColumns =
        """
        assignment_id, call_id, agent_id, queue_id, offered_at, answered_at, declined_at, decline_reason,
        rescinded_at, rescind_reason, released_at, talk_ms, finished_at, wrap_up_ms, outcome, decided_at
        """;

    private const string HandoverColumns = "call_id, agent_id, handed_at, kind, to_queue_id, to_agent_id";

    private const string SpanColumns =
        """
        agent_id, since_at, id, until_at, status, activity, call_id, not_responding, phone_offline, phone_changed_at,
        doing_since_at
        """;

    /// <summary>What is known of these calls, assignments and agents.</summary>
    public static async Task<Projection> LoadAsync(
        NpgsqlTransaction work, Guid[] calls, Guid[] assignments, Guid[] agents, CancellationToken cancellation)
    {
        await using var reader = await work.Connection!.QueryMultipleAsync(new CommandDefinition(
            $"""
            select {VisitColumns} from figure_visit where call_id = any(@calls);
            select {OfferColumns} from figure_offer where assignment_id = any(@assignments);
            select {SpanColumns} from unnest(@agents) as a (id_of_agent) cross join lateral (
              select {SpanColumns} from figure_activity where agent_id = id_of_agent
              order by since_at desc, id desc limit 1
            ) as last_one;
            """,
            new { calls, assignments, agents }, work, cancellationToken: cancellation));
        return new Projection(
            await reader.ReadAsync<Visit>(), await reader.ReadAsync<Offer>(), await reader.ReadAsync<ActivitySpan>());
    }

    public static async Task SaveAsync(NpgsqlTransaction work, Projection made, CancellationToken cancellation)
    {
        await work.Connection!.ExecuteAsync(new CommandDefinition(
            SaveVisits, VisitParameters([.. made.Visits]), work, cancellationToken: cancellation));
        await work.Connection!.ExecuteAsync(new CommandDefinition(
            SaveOffers, OfferParameters([.. made.Offers]), work, cancellationToken: cancellation));
        await work.Connection!.ExecuteAsync(new CommandDefinition(
            SaveHandovers, HandoverParameters([.. made.Handovers]), work, cancellationToken: cancellation));
        await work.Connection!.ExecuteAsync(new CommandDefinition(
            SaveSpans, SpanParameters([.. made.Spans]), work, cancellationToken: cancellation));
    }

    /// <summary>Forgets what was over before an instant.</summary>
    public static Task<int> ForgetAsync(
        NpgsqlConnection connection, DateTimeOffset before, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            delete from figure_visit where left_at < @before or (left_at is null and queued_at < @before);
            delete from figure_offer where decided_at < @before;
            delete from figure_handover where handed_at < @before;
            delete from figure_activity where since_at < @before and until_at < @before;
            """,
            new { before }, commandTimeout: 120, cancellationToken: cancellation));

    // A call may come to a queue more than once, so its visits are written anew together.
    private const string SaveVisits =
        $"""
        delete from figure_visit where call_id = any(@callIds);
        insert into figure_visit ({VisitColumns})
        select {VisitColumns} from unnest(@callIds, @queueIds, @callbackIds, @queuedAts, @answeredAts, @notRoutableAts,
          @wentOnAts, @wentOnReasons, @endedAts, @endedQueueIds, @endCauses, @abandons, @leftAts, @outcomes, @waits)
          as v ({VisitColumns});
        """;

    private const string SaveOffers =
        $"""
        insert into figure_offer ({OfferColumns})
        select {OfferColumns} from unnest(@assignmentIds, @callIds, @agentIds, @queueIds, @offeredAts, @answeredAts,
          @declinedAts, @declineReasons, @rescindedAts, @rescindReasons, @releasedAts, @talks, @finishedAts,
          @wrapUps, @outcomes, @decidedAts) as o ({OfferColumns})
        on conflict (assignment_id) do update set queue_id = excluded.queue_id, offered_at = excluded.offered_at,
          answered_at = excluded.answered_at, declined_at = excluded.declined_at,
          decline_reason = excluded.decline_reason, rescinded_at = excluded.rescinded_at,
          rescind_reason = excluded.rescind_reason, released_at = excluded.released_at,
          talk_ms = excluded.talk_ms, finished_at = excluded.finished_at, wrap_up_ms = excluded.wrap_up_ms,
          outcome = excluded.outcome, decided_at = excluded.decided_at
        """;

    private const string SaveHandovers =
        $"""
        insert into figure_handover ({HandoverColumns})
        select {HandoverColumns} from unnest(@callIds, @agentIds, @handedAts, @kinds, @toQueueIds, @toAgentIds)
          as h ({HandoverColumns})
        on conflict do nothing
        """;

    private const string SaveSpans =
        $"""
        insert into figure_activity ({SpanColumns})
        select {SpanColumns} from unnest(@agentIds, @sinceAts, @ids, @untilAts, @statuses, @activities, @callIds,
          @notResponding, @phonesOffline, @phonesChangedAts, @doingSinceAts)
          as a ({SpanColumns})
        on conflict (agent_id, since_at, id) do update set until_at = excluded.until_at
        """;

    private static object VisitParameters(IReadOnlyList<Visit> visits) => new
    {
        callIds = visits.Select(one => one.CallId).ToArray(),
        queueIds = visits.Select(one => one.QueueId).ToArray(),
        callbackIds = visits.Select(one => one.CallbackId).ToArray(),
        queuedAts = visits.Select(one => one.QueuedAt).ToArray(),
        answeredAts = visits.Select(one => one.AnsweredAt).ToArray(),
        notRoutableAts = visits.Select(one => one.NotRoutableAt).ToArray(),
        wentOnAts = visits.Select(one => one.WentOnAt).ToArray(),
        wentOnReasons = visits.Select(one => one.WentOnReason).ToArray(),
        endedAts = visits.Select(one => one.EndedAt).ToArray(),
        endedQueueIds = visits.Select(one => one.EndedQueueId).ToArray(),
        endCauses = visits.Select(one => one.EndCause).ToArray(),
        abandons = visits.Select(one => one.Abandoned).ToArray(),
        leftAts = visits.Select(one => one.LeftAt).ToArray(),
        outcomes = visits.Select(one => one.Outcome).ToArray(),
        waits = visits.Select(one => one.WaitMs).ToArray(),
    };

    private static object OfferParameters(IReadOnlyList<Offer> offers) => new
    {
        assignmentIds = offers.Select(one => one.AssignmentId).ToArray(),
        callIds = offers.Select(one => one.CallId).ToArray(),
        agentIds = offers.Select(one => one.AgentId).ToArray(),
        queueIds = offers.Select(one => one.QueueId).ToArray(),
        offeredAts = offers.Select(one => one.OfferedAt).ToArray(),
        answeredAts = offers.Select(one => one.AnsweredAt).ToArray(),
        declinedAts = offers.Select(one => one.DeclinedAt).ToArray(),
        declineReasons = offers.Select(one => one.DeclineReason).ToArray(),
        rescindedAts = offers.Select(one => one.RescindedAt).ToArray(),
        rescindReasons = offers.Select(one => one.RescindReason).ToArray(),
        releasedAts = offers.Select(one => one.ReleasedAt).ToArray(),
        talks = offers.Select(one => one.TalkMs).ToArray(),
        finishedAts = offers.Select(one => one.FinishedAt).ToArray(),
        wrapUps = offers.Select(one => one.WrapUpMs).ToArray(),
        outcomes = offers.Select(one => one.Outcome).ToArray(),
        decidedAts = offers.Select(one => one.DecidedAt).ToArray(),
    };

    private static object HandoverParameters(IReadOnlyList<Handover> handovers) => new
    {
        callIds = handovers.Select(one => one.CallId).ToArray(),
        agentIds = handovers.Select(one => one.AgentId).ToArray(),
        handedAts = handovers.Select(one => one.HandedAt).ToArray(),
        kinds = handovers.Select(one => one.Kind).ToArray(),
        toQueueIds = handovers.Select(one => one.ToQueueId).ToArray(),
        toAgentIds = handovers.Select(one => one.ToAgentId).ToArray(),
    };

    private static object SpanParameters(IReadOnlyList<ActivitySpan> spans) => new
    {
        agentIds = spans.Select(one => one.AgentId).ToArray(),
        sinceAts = spans.Select(one => one.SinceAt).ToArray(),
        ids = spans.Select(one => one.Id).ToArray(),
        untilAts = spans.Select(one => one.UntilAt).ToArray(),
        statuses = spans.Select(one => one.Status).ToArray(),
        activities = spans.Select(one => one.Activity).ToArray(),
        callIds = spans.Select(one => one.CallId).ToArray(),
        notResponding = spans.Select(one => one.NotResponding).ToArray(),
        phonesOffline = spans.Select(one => one.PhoneOffline).ToArray(),
        phonesChangedAts = spans.Select(one => one.PhoneChangedAt).ToArray(),
        doingSinceAts = spans.Select(one => one.DoingSinceAt).ToArray(),
    };
}
