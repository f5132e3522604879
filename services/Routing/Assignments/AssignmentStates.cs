namespace CallCenter.Routing.Assignments;

/// <summary>pending → accepted | declined | expired | rescinded; accepted → completed.</summary>
public static class AssignmentStates
{
    /// <summary>The agent is reserved and rung.</summary>
    public const string Pending = "pending";

    /// <summary>Caller and agent were bridged; it stays so until the wrap-up is over.</summary>
    public const string Accepted = "accepted";

    public const string Declined = "declined";
    public const string Expired = "expired";
    public const string Rescinded = "rescinded";
    public const string Completed = "completed";
}
