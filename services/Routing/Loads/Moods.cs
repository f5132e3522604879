namespace CallCenter.Routing.Loads;

/// <summary>The mood of a caller that makes a call hard on its agent.</summary>
public static class Moods
{
    /// <summary>The attribute of a queued call that says the mood before anybody talks with the caller.</summary>
    public const string Attribute = "mood";

    /// <summary>The agent was insulted or threatened.</summary>
    public const string Abusive = "abusive";

    /// <summary>The caller was angry, about the matter rather than at the agent.</summary>
    public const string Angry = "angry";

    public static readonly IReadOnlyList<string> All = [Abusive, Angry];
}
