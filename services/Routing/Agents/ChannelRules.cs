namespace CallCenter.Routing.Agents;

/// <summary>
/// What an agent may be offered beside the work they hold. More urgent work comes beside less urgent work that the
/// agent lets be interrupted; nothing comes beside voice or video, which are the agent's activity.
/// </summary>
public static class ChannelRules
{
    private const int MostAtATime = 50;

    /// <summary>Why an agent who is ready can take no more of a channel now; null when they can.</summary>
    public static string? WhyNot(Agent agent, string channel)
    {
        var capacity = agent.CapacityOf(channel);
        if (capacity == 0)
        {
            return $"takes no {channel}";
        }

        if (agent.HeldOf(channel) >= capacity)
        {
            return $"has all the {channel} they take";
        }

        foreach (var held in Channels.Shared)
        {
            if (held != channel && agent.HeldOf(held) > 0 && !MayInterrupt(channel, held, agent))
            {
                return $"busy with {held}, which {channel} may not interrupt";
            }
        }

        return null;
    }

    /// <summary>The capacity as it is stored; channels that are not named have the usual one.</summary>
    public static short[] InOrder(IReadOnlyDictionary<string, int> capacity) =>
        [.. Channels.All.Select((name, i) => (short)capacity.GetValueOrDefault(name, Channels.UsualCapacity[i]))];

    /// <summary>The first capacity that breaks a rule, and the rule.</summary>
    public static (string Field, string Rule)? Problem(IReadOnlyDictionary<string, int> capacity) =>
        capacity.Keys.FirstOrDefault(name => !Channels.All.Contains(name)) is { } unknown
            ? ($"capacity.{unknown}", $"is none of {string.Join(", ", Channels.All)}")
        : capacity.FirstOrDefault(pair => pair.Value < 0 || pair.Value > Most(pair.Key)).Key is { } wrong
            ? ($"capacity.{wrong}", $"must be 0 to {Most(wrong)}")
        : null;

    private static bool MayInterrupt(string coming, string held, Agent agent) =>
        Channels.IndexOf(coming) < Channels.IndexOf(held) && agent.Interruptible.Contains(held);

    private static int Most(string channel) => Channels.IsExclusive(channel) ? 1 : MostAtATime;
}
