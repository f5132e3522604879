namespace CallCenter.Routing.Waiting;

/// <summary>Where a call stands, as Routing sees it.</summary>
public static class CallStates
{
    /// <summary>Nobody is reserved for it: the matcher looks at it.</summary>
    public const string Waiting = "waiting";

    /// <summary>An agent is reserved for it.</summary>
    public const string Assigned = "assigned";

    /// <summary>It is bridged with an agent.</summary>
    public const string Answered = "answered";

    /// <summary>Its agent's leg is gone; the caller may still be there.</summary>
    public const string Served = "served";

    /// <summary>
    /// It waits no longer: the caller was found gone and the end has not been heard yet, or it has left its queue.
    /// </summary>
    public const string Gone = "gone";

    /// <summary>No agent can ever get it where it was queued.</summary>
    public const string NotRoutable = "not-routable";

    /// <summary>Final.</summary>
    public const string Ended = "ended";
}
