using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Tests;

/// <summary>Things to decide about; a test names only what matters to it.</summary>
internal static class Builders
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    public static readonly Guid Sales = Id(9_001);

    public static Guid Id(int number) => new($"00000000-0000-7000-8000-{number:x12}");

    public static DateTimeOffset At(double seconds) => Noon.AddSeconds(seconds);

    /// <summary>Available, idle, phone online: ready since a number of seconds before noon.</summary>
    public static Agent Agent(int number, double idleSeconds = 10, params string[] skills) => new()
    {
        AgentId = Id(number),
        Number = $"{number}",
        Name = $"Agent {number}",
        Skills = skills,
        Status = AgentStatuses.Available,
        ReadyAt = At(-idleSeconds),
        PhoneOnline = true,
        PhoneChangedAt = At(-100_000),
        AddedAt = At(-100_000),
    };

    public static WaitingCall Call(int number, double waitedSeconds = 5, int priority = 0, params string[] skills) =>
        new()
        {
            CallId = Id(number),
            State = CallStates.Waiting,
            QueueId = Sales,
            QueuedAt = At(-waitedSeconds),
            Priority = priority,
            Skills = skills,
            ChangedAt = At(-waitedSeconds),
        };

    public static Queue Queue(params string[] skills) => new()
    {
        QueueId = Sales,
        Name = "Sales",
        Skills = skills,
        Open = true,
        RingMs = 20_000,
        WrapUpMs = 30_000,
        ChangedAt = At(-100_000),
    };

    public static MatchState State(
        Agent[] agents, WaitingCall[] calls, Queue? queue = null, params (int Call, int Agent)[] declined) => new()
    {
        Agents = agents,
        Calls = calls,
        Queues = new Dictionary<Guid, Queue> { [Sales] = queue ?? Queue() },
        Declined = declined.Select(pair => (Id(pair.Call), Id(pair.Agent))).ToHashSet(),
        ExplainedCalls = 100,
    };

    /// <summary>Call 100 reserved for agent 1 at noon, rung until 20 s later.</summary>
    public static Engagement Reserved(int assignment = 500, int call = 100, int agent = 1) => new()
    {
        Assignment = new Assignment
        {
            AssignmentId = Id(assignment),
            CallId = Id(call),
            AgentId = Id(agent),
            QueueId = Sales,
            State = AssignmentStates.Pending,
            AssignedAt = Noon,
            RingUntilAt = At(20),
            LeaseUntilAt = At(25),
        },
        Call = Call(call) with { State = CallStates.Assigned },
        Agent = Agent(agent) with { Activity = AgentActivities.Reserved, CallId = Id(call) },
    };
}
