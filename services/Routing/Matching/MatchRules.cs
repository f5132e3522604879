using CallCenter.Routing.Agents;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Matching;

/// <summary>
/// Who gets which call: filter (may this agent take this call, and if not, why), rank (longest idle first), choose.
/// Calls are served by priority, then by the instant at which they were queued.
/// </summary>
public static class MatchRules
{
    public const string NotAvailable = "not available";
    public const string PhoneOffline = "phone offline";
    public const string Unreachable = "unreachable until the phone registers";
    public const string Busy = "busy";
    public const string Declined = "declined this call just now";
    public const string GotAnother = "got another call";

    /// <summary>Decides over the present state; the same state gives the same decision.</summary>
    public static MatchDecision Decide(MatchState state, DateTimeOffset now)
    {
        var free = Rank(state.Agents.Where(agent => WhyNotReady(agent) is null));
        var matches = new List<Match>();
        var passedOver = new List<PassedOver>();
        foreach (var call in Order(state.Calls))
        {
            if (!state.Queues.TryGetValue(call.QueueId!.Value, out var queue))
            {
                continue;
            }

            var chosen = free.FindIndex(agent => WhyNot(agent, call, queue, state.Declined) is null);
            if (chosen < 0)
            {
                passedOver.Add(new PassedOver(call, queue));
                continue;
            }

            matches.Add(new Match(call, free[chosen], queue, now + queue.RingTime));
            free.RemoveAt(chosen);
        }

        return new MatchDecision(matches, passedOver);
    }

    /// <summary>Why nobody got a call: each reason with the number of agents it holds for.</summary>
    public static IReadOnlyDictionary<string, int> Explain(PassedOver passed, MatchState state)
    {
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var agent in state.Agents)
        {
            var reason = WhyNotReady(agent) ?? WhyNot(agent, passed.Call, passed.Queue, state.Declined) ?? GotAnother;
            reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
        }

        return reasons;
    }

    /// <summary>Why an agent can take no call at all now; null when they can.</summary>
    public static string? WhyNotReady(Agent agent) => agent switch
    {
        { RemovedAt: not null } or { Status: not AgentStatuses.Available } => NotAvailable,
        { Activity: not AgentActivities.Idle } => Busy,
        { Unreachable: true } => Unreachable,
        { PhoneOnline: false } => PhoneOffline,
        _ => null,
    };

    /// <summary>Why an agent cannot take this call; null when they can.</summary>
    public static string? WhyNot(
        Agent agent, WaitingCall call, Queue queue, IReadOnlySet<(Guid CallId, Guid AgentId)> declined)
    {
        foreach (var skill in queue.Skills.Concat(call.Skills))
        {
            if (!agent.Skills.Contains(skill, StringComparer.Ordinal))
            {
                return $"lacks skill {skill}";
            }
        }

        return declined.Contains((call.CallId, agent.AgentId)) ? Declined : null;
    }

    /// <summary>Longest idle first, across all queues.</summary>
    private static List<Agent> Rank(IEnumerable<Agent> ready) =>
        [.. ready.OrderBy(agent => agent.ReadyAt).ThenBy(agent => agent.AgentId)];

    private static IEnumerable<WaitingCall> Order(IEnumerable<WaitingCall> calls) =>
        calls.Where(call => call is { State: CallStates.Waiting, QueueId: not null })
            .OrderByDescending(call => call.Priority).ThenBy(call => call.QueuedAt).ThenBy(call => call.CallId);
}

/// <summary>What the matcher looks at.</summary>
public sealed record MatchState
{
    public IReadOnlyList<Agent> Agents { get; init; } = [];

    public IReadOnlyList<WaitingCall> Calls { get; init; } = [];

    public IReadOnlyDictionary<Guid, Queue> Queues { get; init; } = new Dictionary<Guid, Queue>();

    /// <summary>Pairs of call and agent of which one refused the other too short a time ago.</summary>
    public IReadOnlySet<(Guid CallId, Guid AgentId)> Declined { get; init; } = new HashSet<(Guid, Guid)>();
}

/// <summary>This call goes to this agent, who is rung until the deadline.</summary>
public sealed record Match(WaitingCall Call, Agent Agent, Queue Queue, DateTimeOffset RingUntilAt);

/// <summary>A call for which there is no agent now.</summary>
public sealed record PassedOver(WaitingCall Call, Queue Queue);

public sealed record MatchDecision(IReadOnlyList<Match> Matches, IReadOnlyList<PassedOver> PassedOver);
