using System.Buffers.Binary;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Queues;

namespace CallCenter.Routing.Matching;

/// <summary>How much a policy speaks for an agent: the highest score wins, of equals the longest idle.</summary>
public static class PolicyRules
{
    private const double LongIdleSeconds = 600;
    private const double ManyCalls = 10;

    public static double Score(Agent agent, Demand demand, DateTimeOffset now)
    {
        var plan = demand.Queue.Plan;
        return plan.Policy switch
        {
            Policies.BestSkill => demand.LevelOf(agent),
            Policies.FewestCalls => -agent.CallsServed,
            Policies.RoundRobin => (now - (agent.AssignedAt ?? agent.AddedAt)).TotalSeconds,
            Policies.Weighted => Weighed(agent, demand, plan.Weights, now),
            Policies.Chance => 0,
            _ => (now - agent.ReadyAt).TotalSeconds,
        };
    }

    /// <summary>
    /// Chance that is the same for the same call and agent, so that a decision can be repeated: it mixes the bits of
    /// both ids.
    /// </summary>
    public static ulong Chance(Guid callId, Guid agentId) => Mix(Fold(callId) ^ Mix(Fold(agentId)));

    private static double Weighed(Agent agent, Demand demand, PolicyWeights weights, DateTimeOffset now)
    {
        var idle = Math.Clamp((now - agent.ReadyAt).TotalSeconds / LongIdleSeconds, 0, 1);
        var skill = demand.LevelOf(agent) / SkillLevels.Highest;
        var calls = ManyCalls / (ManyCalls + agent.CallsServed);
        return (weights.Idle * idle) + (weights.Skill * skill) + (weights.Calls * calls);
    }

    private static ulong Fold(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes)
            ^ Mix(BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
    }

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
