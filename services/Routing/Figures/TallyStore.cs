using Dapper;
using Npgsql;

namespace CallCenter.Routing.Figures;

/// <summary>Counts the visits, offers and spans of a window; <see cref="QueueTally"/> says what counts.</summary>
public static class TallyStore
{
    private const string OfferCounts =
        """
        count(*) filter (where outcome = 'answered') as offers_answered,
        count(*) filter (where outcome = 'refused') as offers_refused,
        count(*) filter (where outcome = 'caller-gone') as offers_caller_gone
        """;

    // A talk whose release was not heard was over when the wrap-up began.
    private const string FinishedSums =
        """
        count(*) as finished,
        sum(coalesce(talk_ms, greatest(0, extract(epoch from finished_at - answered_at) * 1000 - wrap_up_ms)))::bigint
          as talk_ms,
        sum(wrap_up_ms)::bigint as wrap_up_ms,
        count(*) filter (where transferred) as transferred,
        count(*) filter (where not again) as first_talks,
        count(*) filter (where not again and not handed_on) as first_talks_right
        """;

    // Few calls are handed on: the talks of all others are not asked about one by one. A transfer is said when the
    // other side is there, which may be after the agent's release: it belongs to their last talk before it.
    private const string TalkSql =
        """
        handed as (
          select call_id, min(handed_at) as first_at from figure_handover
          where handed_at >= @From - interval '1 day' and handed_at < @To + interval '1 hour' group by call_id
        ), talk as (
          select o.queue_id, o.agent_id, o.answered_at, o.finished_at, o.talk_ms, o.wrap_up_ms,
            coalesce(h.first_at <= o.decided_at, false) as again,
            coalesce(t.handed_on, false) as handed_on, coalesce(t.transferred, false) as transferred
          from figure_offer o left join handed h using (call_id) left join lateral (
            select true as handed_on, bool_or(kind <> 'returned') as transferred
            from figure_handover t
            where h.call_id is not null and t.call_id = o.call_id and t.agent_id = o.agent_id
              and t.handed_at >= o.decided_at and not exists (
                select from figure_offer l
                where l.call_id = o.call_id and l.agent_id = o.agent_id and l.outcome = 'answered'
                  and l.decided_at > o.decided_at and l.decided_at <= t.handed_at)
            having count(*) > 0
          ) t on true
          where o.finished_at >= @From and o.finished_at < @To and o.outcome = 'answered'
        )
        """;

    private const string HandedCounts =
        """
        count(*) filter (where kind in ('queue', 'agent')) as handed_inside,
        count(*) filter (where kind = 'number') as handed_outside,
        count(*) filter (where kind = 'returned') as given_back
        """;

    private const string HandlingColumns =
        """
        coalesce(offers_answered, 0) as offers_answered, coalesce(offers_refused, 0) as offers_refused,
        coalesce(offers_caller_gone, 0) as offers_caller_gone, coalesce(finished, 0) as finished,
        coalesce(done.talk_ms, 0) as talk_ms, coalesce(done.wrap_up_ms, 0) as wrap_up_ms,
        coalesce(transferred, 0) as transferred, coalesce(first_talks, 0) as first_talks,
        coalesce(first_talks_right, 0) as first_talks_right, coalesce(handed_inside, 0) as handed_inside,
        coalesce(handed_outside, 0) as handed_outside, coalesce(given_back, 0) as given_back,
        coalesce(handed_here, 0) as handed_here
        """;

    private const string QueuesSql =
        $"""
        with threshold as (
          select queue_id, coalesce(@WithinMs, (target ->> 'withinMs')::bigint, @UsualWithinMs) as within_ms,
            coalesce(@ShortMs, (target ->> 'shortAbandonMs')::bigint, @UsualShortMs) as short_ms
          from (select queue_id, plan_json -> 'target' as target from queue) as wanted
        ), gone as (
          select queue_id,
            count(*) filter (where outcome = 'answered') as answered,
            count(*) filter (where outcome = 'answered' and wait_ms <= within_ms) as answered_within,
            count(*) filter (where outcome = 'abandoned') as abandoned,
            count(*) filter (where outcome = 'abandoned' and wait_ms <= within_ms) as abandoned_within,
            count(*) filter (where outcome = 'abandoned' and wait_ms <= short_ms) as abandoned_short,
            count(*) filter (where outcome = 'callback') as callbacks,
            count(*) filter (where outcome = 'callback' and wait_ms <= within_ms) as callbacks_within,
            count(*) filter (where outcome = 'moved') as moved,
            count(*) filter (where outcome = 'moved' and wait_ms <= within_ms) as moved_within,
            count(*) filter (where outcome = 'ended') as ended,
            count(*) filter (where outcome = 'ended' and wait_ms <= within_ms) as ended_within,
            count(*) filter (where outcome = 'not-routable') as not_routable,
            sum(wait_ms) filter (where outcome = 'answered')::bigint as answered_wait_ms,
            max(wait_ms) filter (where outcome <> 'not-routable') as longest_wait_ms
          from figure_visit join threshold using (queue_id)
          where left_at >= @From and left_at < @To and callback_id is null group by queue_id
        ), called as (
          select queue_id,
            count(*) filter (where outcome = 'called-back') as called_back,
            count(*) filter (where outcome = 'lost') as lost,
            sum(wait_ms) filter (where outcome = 'called-back')::bigint as called_back_wait_ms
          from figure_visit where left_at >= @From and left_at < @To and callback_id is not null group by queue_id
        ), entered as (
          select queue_id, count(*) as queued from figure_visit
          where queued_at >= @From and queued_at < @To and outcome is distinct from 'not-routable'
            and callback_id is null
          group by queue_id
        ), present as (
          select queue_id, count(*) as waiting, extract(epoch from @To - min(queued_at)) * 1000 as oldest_wait_ms
          from figure_visit
          where (left_at is null or left_at >= @To) and queued_at < @To and queued_at >= @GhostsAt
            and outcome is distinct from 'not-routable'
          group by queue_id
        ), offered as (
          select queue_id, {OfferCounts} from figure_offer
          where decided_at >= @From and decided_at < @To group by queue_id
        ), {TalkSql}, done as (
          select queue_id, {FinishedSums} from talk group by queue_id
        ), gave as (
          select v.queue_id, {HandedCounts} from figure_handover h cross join lateral (
            select queue_id from figure_visit v where v.call_id = h.call_id and v.answered_at <= h.handed_at
            order by v.answered_at desc, v.queue_id limit 1
          ) v
          where h.handed_at >= @From and h.handed_at < @To group by v.queue_id
        ), took as (
          select to_queue_id as queue_id, count(*) as handed_here from figure_handover
          where handed_at >= @From and handed_at < @To group by to_queue_id
        )
        select queue_id, within_ms, short_ms, coalesce(waiting, 0) as waiting, oldest_wait_ms::float8 as oldest_wait_ms,
          coalesce(queued, 0) as queued, coalesce(answered, 0) as answered,
          coalesce(answered_within, 0) as answered_within, coalesce(abandoned, 0) as abandoned,
          coalesce(abandoned_within, 0) as abandoned_within, coalesce(abandoned_short, 0) as abandoned_short,
          coalesce(callbacks, 0) as callbacks, coalesce(callbacks_within, 0) as callbacks_within,
          coalesce(moved, 0) as moved, coalesce(moved_within, 0) as moved_within, coalesce(ended, 0) as ended,
          coalesce(ended_within, 0) as ended_within, coalesce(not_routable, 0) as not_routable,
          coalesce(answered_wait_ms, 0) as answered_wait_ms, longest_wait_ms, coalesce(called_back, 0) as called_back,
          coalesce(lost, 0) as lost, coalesce(called_back_wait_ms, 0) as called_back_wait_ms, {HandlingColumns}
        from queue join threshold using (queue_id) left join gone using (queue_id) left join called using (queue_id)
          left join entered using (queue_id)
          left join present using (queue_id) left join offered using (queue_id) left join done using (queue_id)
          left join gave using (queue_id) left join took using (queue_id)
        order by name, queue_id
        """;

    private const string AgentsSql =
        $"""
        with span as (
          select agent_id, status, activity, since_at, until_at, doing_since_at,
            not_responding or phone_offline as deaf
          from figure_activity
          where since_at >= @From and since_at < @To and (@AgentId::uuid is null or agent_id = @AgentId)
          union all
          select a.agent_id, before.status, before.activity, before.since_at, before.until_at,
            before.doing_since_at, before.deaf
          from agent a cross join lateral (
            select status, activity, since_at, until_at, doing_since_at, not_responding or phone_offline as deaf
            from figure_activity s
            where s.agent_id = a.agent_id and s.since_at < @From order by s.since_at desc, s.id desc limit 1
          ) before
          where (before.until_at is null or before.until_at > @From)
            and (@AgentId::uuid is null or a.agent_id = @AgentId)
        ), clipped as (
          select agent_id, status, activity, coalesce(doing_since_at, since_at) as since_at,
            greatest(since_at, @From) as from_at, least(coalesce(until_at, @To), @To) as to_at,
            activity = 'idle' and status = 'available' and not deaf as ready,
            extract(epoch from least(coalesce(until_at, @To), @To) - greatest(since_at, @From)) * 1000 as ms,
            until_at is null or until_at >= @To as present
          from span
        ), rested as (
          select c.agent_id, bool_or(c.present and p.began_at < @To and p.until_at >= @To) as now,
            sum(extract(epoch from least(p.until_at, c.to_at) - greatest(p.began_at, c.from_at)) * 1000) as ms
          from clipped c join agent_pause p on p.agent_id = c.agent_id
            and p.began_at < c.to_at and p.until_at > c.from_at
          where c.ready group by c.agent_id
        ), spent as (
          select agent_id,
            max(status) filter (where present) as status,
            max(activity) filter (where present) as activity,
            max(since_at) filter (where present) as since_at,
            sum(ms) filter (where activity = 'talking') as talking_ms,
            sum(ms) filter (where activity = 'wrap-up') as wrapping_up_ms,
            sum(ms) filter (where activity in ('reserved', 'ringing')) as ringing_ms,
            sum(ms) filter (where ready) as idle_ms,
            sum(ms) filter (where activity = 'idle' and status <> 'offline' and not ready) as away_ms,
            sum(ms) filter (where status <> 'offline') as online_ms,
            count(*) filter (where present and status <> 'offline') as online,
            count(*) filter (where present and status = 'available') as staffed,
            count(*) filter (where present and ready) as available,
            count(*) filter (where present and activity in ('reserved', 'ringing')) as ringing,
            count(*) filter (where present and activity = 'talking') as talking,
            count(*) filter (where present and activity = 'wrap-up') as wrapping_up
          from clipped group by agent_id
        ), offered as (
          select agent_id, {OfferCounts} from figure_offer
          where decided_at >= @From and decided_at < @To and (@AgentId::uuid is null or agent_id = @AgentId)
          group by agent_id
        ), {TalkSql}, done as (
          select agent_id, {FinishedSums} from talk
          where @AgentId::uuid is null or agent_id = @AgentId group by agent_id
        ), gave as (
          select agent_id, {HandedCounts} from figure_handover
          where handed_at >= @From and handed_at < @To and (@AgentId::uuid is null or agent_id = @AgentId)
          group by agent_id
        ), took as (
          select to_agent_id as agent_id, count(*) as handed_here from figure_handover
          where handed_at >= @From and handed_at < @To and (@AgentId::uuid is null or to_agent_id = @AgentId)
          group by to_agent_id
        )
        select agent_id, team, site, case when now then 'break' else status end as status, activity, since_at,
          coalesce(talking_ms, 0)::float8 as talking_ms,
          coalesce(wrapping_up_ms, 0)::float8 as wrap_up_ms, coalesce(ringing_ms, 0)::float8 as ringing_ms,
          (coalesce(idle_ms, 0) - coalesce(rested.ms, 0))::float8 as idle_ms,
          (coalesce(away_ms, 0) + coalesce(rested.ms, 0))::float8 as away_ms,
          coalesce(online_ms, 0)::float8 as online_ms, coalesce(online, 0) as online,
          coalesce(staffed, 0) - coalesce(now, false)::int as staffed,
          coalesce(available, 0) - coalesce(now, false)::int as available, coalesce(ringing, 0) as ringing,
          coalesce(talking, 0) as talking, coalesce(wrapping_up, 0) as wrapping_up, {HandlingColumns}
        from spent left join rested using (agent_id)
          full join offered using (agent_id) full join done using (agent_id)
          left join gave using (agent_id) left join took using (agent_id)
          left join (select agent_id, team, site from agent) of_now using (agent_id)
        where online > 0 or online_ms > 0 or offers_answered + offers_refused + offers_caller_gone > 0 or finished > 0
          or @AgentId::uuid is not null
        order by agent_id
        """;

    /// <summary>Every queue, by name.</summary>
    public static async Task<IReadOnlyList<QueueTally>> QueuesAsync(
        NpgsqlConnection connection, FigureWindow window, CancellationToken cancellation) =>
        (await connection.QueryAsync<QueueTally, HandlingTally, QueueTally>(
            new CommandDefinition(QueuesSql, window, cancellationToken: cancellation),
            (queue, handling) => queue with { Handling = handling },
            splitOn: "offers_answered")).AsList();

    /// <summary>The agents who were online in the window or were offered a call; or the one.</summary>
    public static async Task<IReadOnlyList<AgentTally>> AgentsAsync(
        NpgsqlConnection connection, FigureWindow window, Guid? agentId, CancellationToken cancellation) =>
        (await connection.QueryAsync<AgentTally, HandlingTally, AgentTally>(
            new CommandDefinition(
                AgentsSql, new { window.From, window.To, AgentId = agentId }, cancellationToken: cancellation),
            (agent, handling) => agent with { Handling = handling },
            splitOn: "offers_answered")).AsList();
}
