using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Matching;

/// <summary>What the matcher looks at.</summary>
public sealed record MatchState
{
    /// <summary>False when another decided just then: nothing may be reserved by it.</summary>
    public bool HasTurn { get; init; } = true;

    public IReadOnlyList<Agent> Agents { get; init; } = [];

    public IReadOnlyList<WaitingCall> Calls { get; init; } = [];

    /// <summary>Of a bucket of which so many calls are here more may wait.</summary>
    public int Share { get; init; } = int.MaxValue;

    public IReadOnlyDictionary<Guid, Queue> Queues { get; init; } = new Dictionary<Guid, Queue>();

    /// <summary>Pairs of call and agent of which one refused the other too short a time ago.</summary>
    public IReadOnlySet<(Guid CallId, Guid AgentId)> Declined { get; init; } = new HashSet<(Guid, Guid)>();

    /// <summary>Agents who take a pause after hard calls.</summary>
    public IReadOnlySet<Guid> Paused { get; init; } = new HashSet<Guid>();

    /// <summary>What hard calls have left with agents; looked up only where <see cref="Spared"/> names some.</summary>
    public IReadOnlyDictionary<Guid, AgentLoad> Loads { get; init; } = new Dictionary<Guid, AgentLoad>();

    /// <summary>The agents whose load matters: all, while a hard call waits in a queue that spreads them.</summary>
    public IReadOnlyList<Guid> Spared => Calls.Any(call => call is { Hard: true, QueueId: { } queueId }
        && Queues.TryGetValue(queueId, out var queue) && queue.Plan.Care is not null)
        ? [.. Agents.Select(agent => agent.AgentId)]
        : [];

    /// <summary>Whether any customer waits to be called back.</summary>
    public bool AnyCallbacks { get; init; }

    /// <summary>Idle agents who are kept for customers who are called back.</summary>
    public IReadOnlySet<Guid> KeptAgents { get; init; } = new HashSet<Guid>();

    /// <summary>How many agents a trace names for each reason; 0: no traces of the matches.</summary>
    public int NamedAgents { get; init; }

    /// <summary>For how many calls that get nobody the reasons are worked out.</summary>
    public int ExplainedCalls { get; init; }

    /// <summary>The state with the plans that hold at an instant.</summary>
    public MatchState At(DateTimeOffset now) =>
        Queues.Values.Any(queue => queue.SurgeUntilAt > now)
            ? this with { Queues = Queues.ToDictionary(pair => pair.Key, pair => pair.Value.At(now)) }
            : this;
}

/// <summary>This call goes to this agent, who is rung until the deadline.</summary>
public sealed record Match(WaitingCall Call, Agent Agent, Queue Queue, DateTimeOffset RingUntilAt)
{
    public MatchTrace? Trace { get; init; }

    /// <summary>The channel is shared, and a pass gives each agent one piece of work: the next may give more.</summary>
    public bool MayHaveMore => !Channels.IsExclusive(Call.Channel);

    /// <summary>The reservation: its lease ends a grace after the ringing.</summary>
    public Engagement Reserve(Guid assignmentId, TimeSpan grace, DateTimeOffset now) => new()
    {
        Assignment = new Assignment
        {
            AssignmentId = assignmentId,
            CallId = Call.CallId,
            AgentId = Agent.AgentId,
            QueueId = Queue.QueueId,
            Channel = Call.Channel,
            State = AssignmentStates.Pending,
            AssignedAt = now,
            RingUntilAt = RingUntilAt,
            LeaseUntilAt = RingUntilAt + grace,
        },
        Call = Call.Become(CallStates.Assigned, now),
        Agent = Hold(now).Agent with { AssignedAt = now },
    };

    /// <summary>The agent is reserved, or has one more of a channel that is shared.</summary>
    public AgentChange Hold(DateTimeOffset now) => Channels.IsExclusive(Call.Channel)
        ? Agent.Take(AgentActivities.Reserved, Call.CallId, now)
        : Agent.Hold(Call.Channel, now);
}

/// <summary>A call for which there is no agent now.</summary>
public sealed record PassedOver(WaitingCall Call, Queue Queue)
{
    /// <summary>Idle agents who could have taken it, but for the hard calls they had in a row; 0: not held.</summary>
    public int AtCap { get; init; }

    public MatchTrace? Trace { get; init; }
}

/// <summary>Who gets which call, and which calls get nobody.</summary>
public sealed record MatchDecision(IReadOnlyList<Match> Matches, IReadOnlyList<PassedOver> PassedOver)
{
    /// <summary>
    /// Agents are left, and the next calls in the order may be such as were not loaded: what comes behind them is
    /// not decided yet.
    /// </summary>
    public bool MoreToLoad { get; init; }
}

/// <summary>A call in its order: the highest score first, of equal ones the oldest.</summary>
internal readonly record struct ScoredCall(WaitingCall Call, Queue Queue, double Score)
{
    public static int InOrder(ScoredCall one, ScoredCall other)
    {
        var order = other.Score.CompareTo(one.Score);
        order = order != 0 ? order : one.Call.QueuedAt!.Value.CompareTo(other.Call.QueuedAt!.Value);
        return order != 0 ? order : one.Call.CallId.CompareTo(other.Call.CallId);
    }
}
