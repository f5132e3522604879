namespace CallCenter.Routing.Agents;

/// <summary>The channels on which work comes, the most urgent first: the order of an agent's capacity.</summary>
public static class Channels
{
    public const string Voice = "voice";
    public const string Video = "video";
    public const string Chat = "chat";
    public const string Task = "task";

    public static readonly IReadOnlyList<string> All = [Voice, Video, Chat, Task];

    /// <summary>Of these an agent may hold several at a time.</summary>
    public static readonly IReadOnlyList<string> Shared = [Chat, Task];

    /// <summary>How much of each an agent takes at a time unless told otherwise.</summary>
    public static readonly IReadOnlyList<short> UsualCapacity = [1, 1, 3, 5];

    /// <summary>The channel has the agent alone while it lasts.</summary>
    public static bool IsExclusive(string channel) => channel is Voice or Video;

    /// <summary>The place of a channel in the order; -1 of one that nobody knows.</summary>
    public static int IndexOf(string channel) => channel switch
    {
        Voice => 0,
        Video => 1,
        Chat => 2,
        Task => 3,
        _ => -1,
    };
}
