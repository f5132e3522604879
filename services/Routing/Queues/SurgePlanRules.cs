namespace CallCenter.Routing.Queues;

/// <summary>What a prepared surge may say: the first place that breaks a rule, and the rule.</summary>
public static class SurgePlanRules
{
    private const string Place = "plan.surge";

    public static (string Field, string Rule)? Problem(
        Queue queue, Surge surge, KnownNames known, IReadOnlyDictionary<Guid, Queue> others) =>
        surge is
        {
            AddTeams.Count: 0, AddSites.Count: 0, Raise: 0, OfferCallback: false, CallbackOnly: false, Limits: null,
            Overflow: null, Announcements: null,
        }
            ? (Place, "must change something")
        : surge.Raise is < 0 or > QueuePlanRules.MostRaise ? ($"{Place}.raise", "must be 0 to 10000")
        : surge.AddTeams.Count > 0 && queue.Plan.Teams.Count == 0
            ? ($"{Place}.addTeams", "adds nothing: the queue is served by all teams")
        : surge.AddSites.Count > 0 && queue.Plan.Sites.Count == 0
            ? ($"{Place}.addSites", "adds nothing: the queue is served by all sites")
        : QueuePlanRules.NamesProblem($"{Place}.addTeams", surge.AddTeams, known.Teams, "team")
            ?? QueuePlanRules.NamesProblem($"{Place}.addSites", surge.AddSites, known.Sites, "site")
            ?? (surge.Limits is null ? null : LimitsPlanRules.Problem($"{Place}.limits", surge.Limits))
            ?? (surge.Announcements is null
                ? null
                : LimitsPlanRules.Problem($"{Place}.announcements", surge.Announcements))
            ?? (surge.Overflow is null
                ? null
                : OverflowPlanRules.Problem($"{Place}.overflow", queue.QueueId, surge.Overflow, others));

    /// <summary>What is on is not taken out of the plan.</summary>
    public static (string Field, string Rule)? Removed(Queue? earlier, Queue queue) =>
        queue.Plan.Surge is null && earlier?.SurgeUntilAt > queue.ChangedAt
            ? (Place, "is on: switch it off before it is removed")
            : null;
}
