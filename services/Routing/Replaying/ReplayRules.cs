using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Figures;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Simulating;

namespace CallCenter.Routing.Replaying;

/// <summary>A day that was as a day that can be simulated. Nothing in it says who called, or who an agent is.</summary>
public static class ReplayRules
{
    /// <summary>The queues with their plans of now. Two of the same name are told apart by a number.</summary>
    public static IReadOnlyList<(Guid QueueId, DayQueue Queue)> Queues(IReadOnlyList<Queue> known)
    {
        var places = known.Select((queue, i) => (queue.QueueId, i)).ToDictionary(one => one.QueueId, one => one.i);
        IReadOnlyList<OverflowRule> Renamed(IReadOnlyList<OverflowRule> rules) =>
        [
            .. rules.Select(rule => rule.ToQueue is { } to && places.TryGetValue(to, out var place)
                ? rule with { ToQueue = DayMaker.QueueId(place) }
                : rule),
        ];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. known.Select((queue, i) => (queue.QueueId, new DayQueue
            {
                Name = seen.Add(queue.Name) ? queue.Name : $"{queue.Name} ({i + 1})",
                Skills = queue.Skills,
                Plan = queue.Plan with
                {
                    Overflow = Renamed(queue.Plan.Overflow),
                    Surge = queue.Plan.Surge is { } surge
                        ? surge with { Overflow = surge.Overflow is { } rules ? Renamed(rules) : null }
                        : null,
                },
            })),
        ];
    }

    /// <summary>Whoever was at work, in an order that says nothing.</summary>
    public static IReadOnlyList<DayAgents> Agents(
        IReadOnlyList<RecordedAgent> agents, IReadOnlyList<RecordedSpan> spans, IReadOnlyList<RecordedPause> pauses,
        DateTimeOffset from, DateTimeOffset to)
    {
        var spansOf = spans.ToLookup(span => span.AgentId);
        var pausesOf = pauses.ToLookup(pause => pause.AgentId);
        return
        [
            .. agents.Select(agent => new DayAgents
            {
                Count = 1,
                Skills = agent.Skills,
                Levels = agent.Skills.Zip(agent.Levels).ToDictionary(pair => pair.First, pair => (int)pair.Second),
                Languages = agent.Languages,
                Team = agent.Team,
                Site = agent.Site,
                Statuses = Statuses([.. spansOf[agent.AgentId]], [.. pausesOf[agent.AgentId]], from, to),
            })
            .Where(agent => agent.Statuses.Count > 0)
            .OrderBy(agent => agent.Statuses[0].AtMs).ThenBy(agent => agent.Team, StringComparer.Ordinal)
            .ThenBy(agent => string.Join(',', agent.Statuses.Select(one => one.AtMs)), StringComparer.Ordinal),
        ];
    }

    /// <summary>When an agent could take calls, rested or was away; nothing where they were away all day.</summary>
    /// <param name="spans">In order.</param>
    /// <param name="pauses">Breaks like any.</param>
    /// <param name="from">The beginning of the day.</param>
    /// <param name="to">Its end.</param>
    public static IReadOnlyList<DayStatus> Statuses(
        IReadOnlyList<RecordedSpan> spans, IReadOnlyList<RecordedPause> pauses, DateTimeOffset from, DateTimeOffset to)
    {
        var instants = spans.Select(span => span.SinceAt < from ? from : span.SinceAt)
            .Concat(pauses.SelectMany(pause => new[] { pause.BeganAt, pause.UntilAt }))
            .Where(at => at >= from && at < to).Distinct().Order();
        var statuses = new List<DayStatus>();
        var (status, next) = (AgentStatuses.Offline, 0);
        foreach (var at in instants)
        {
            while (next < spans.Count && spans[next].SinceAt <= at)
            {
                next++;
            }

            var now = next == 0 ? AgentStatuses.Offline : Status(spans[next - 1], pauses, at);
            if (now != status)
            {
                statuses.Add(new DayStatus { AtMs = (int)(at - from).TotalMilliseconds, Status = now });
                status = now;
            }
        }

        return statuses;
    }

    /// <summary>
    /// Who was answered would have waited at least so long; who was not left then, also where their flow went on or
    /// they chose to be called back.
    /// </summary>
    public static DayCall Call(RecordedCall call, CallQueued said, string queue, DateTimeOffset from)
    {
        var open = call.Outcome is null or VisitOutcomes.Answered or VisitOutcomes.CalledBack;
        var waitMs = (int)Math.Min(int.MaxValue, call.WaitMs);
        return new DayCall
        {
            Queue = queue,
            AtMs = (int)(call.EnteredAt - from).TotalMilliseconds,
            TalkMs = call.TalkMs is { } talk ? (int)Math.Clamp(talk, 1, int.MaxValue) : null,
            PatienceMs = open ? null : waitMs,
            WaitedMs = open ? waitMs : null,
            WrapUpMs = (int)Math.Clamp(call.WrapUpMs ?? 0, 0, int.MaxValue),
            Skills = said.Skills,
            Priority = said.Priority,
            Language = said.Language,
            CustomerClass = call.CustomerClass,
        };
    }

    private static string Status(RecordedSpan span, IReadOnlyList<RecordedPause> pauses, DateTimeOffset at) =>
        span.Status == AgentStatuses.Available
            && (span.Busy || pauses.Any(pause => pause.BeganAt <= at && at < pause.UntilAt))
            ? AgentStatuses.Break
            : span.Status;
}
