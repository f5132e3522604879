namespace CallCenter.Routing.Callbacks;

/// <summary>Where a callback stands.</summary>
public static class CallbackStates
{
    /// <summary>It waits for its turn.</summary>
    public const string Waiting = "waiting";

    /// <summary>The customer's phone rings.</summary>
    public const string Dialling = "dialling";

    /// <summary>The customer is on the line; no agent talks with them yet.</summary>
    public const string Answered = "answered";

    /// <summary>Final.</summary>
    public const string Ended = "ended";
}
