using CallCenter.Routing.Agents;

namespace CallCenter.Routing.Queues;

/// <summary>What a plan may say: the first place that breaks a rule, and the rule.</summary>
public static class QueuePlanRules
{
    public const int MostSteps = 6;
    private const int DayMs = 86_400_000;
    private const int MostNames = 50;
    internal const int MostRaise = 10_000;
    private const int LongestPreferredMs = 600_000;
    private const int MostHardInARow = 20;
    private const int LongestCareMs = 120_000;
    private const long LongestLastAgentMs = 365L * DayMs;

    /// <param name="queue">What is to be saved.</param>
    /// <param name="known">Skills and teams of all agents.</param>
    /// <param name="others">The other queues.</param>
    public static (string Field, string Rule)? Problem(
        Queue queue, KnownNames known, IReadOnlyDictionary<Guid, Queue> others)
    {
        var plan = queue.Plan;
        return ChoiceProblem(plan, queue.Skills, known)
            ?? (plan.Hours is null ? null : HoursPlanRules.Problem(plan.Hours))
            ?? LimitsPlanRules.Problem("plan.limits", plan.Limits)
            ?? (plan.Target is null ? null : LimitsPlanRules.Problem(plan.Target))
            ?? (plan.Announcements is null
                ? null
                : LimitsPlanRules.Problem("plan.announcements", plan.Announcements))
            ?? DispositionRules.Problem("plan.dispositions", plan.Dispositions)
            ?? OverflowPlanRules.Problem("plan.overflow", queue.QueueId, plan.Overflow, others)
            ?? (plan.Surge is null ? null : SurgePlanRules.Problem(queue, plan.Surge, known, others))
            ?? OverflowPlanRules.ShutProblem(queue, others);
    }

    private static (string Field, string Rule)? ChoiceProblem(
        QueuePlan plan, IReadOnlyCollection<string> skills, KnownNames known) =>
        !Policies.All.Contains(plan.Policy) ? ("plan.policy", $"must be one of {string.Join(", ", Policies.All)}")
        : !(plan.Acceleration is >= 0 and <= 1_000) ? ("plan.acceleration", "must be 0 to 1000")
        : plan.Raise is < 0 or > MostRaise ? ("plan.raise", "must be 0 to 10000")
        : !(plan.ScoreCap is >= 1 and <= 1_000_000) ? ("plan.scoreCap", "must be 1 to 1000000")
        : plan.PreferredWaitMs is < 0 or > LongestPreferredMs ? ("plan.preferredWaitMs", "must be 0 to 600000")
        : plan.LastAgentWithinMs is < 0 or > LongestLastAgentMs
            ? ("plan.lastAgentWithinMs", "must be 0 to 31536000000 (a year)")
        : plan.Care?.MostInARow is < 1 or > MostHardInARow ? ("plan.care.mostInARow", "must be 1 to 20")
        : plan.Care?.MostDelayMs is < 0 or > LongestCareMs ? ("plan.care.mostDelayMs", "must be 0 to 120000")
        : WeightsProblem(plan.Weights)
            ?? LevelsProblem("plan.levels", plan.Levels, skills.ToHashSet(StringComparer.Ordinal), "the queue wants")
            ?? NamesProblem("plan.teams", plan.Teams, known.Teams, "team")
            ?? NamesProblem("plan.sites", plan.Sites, known.Sites, "site")
            ?? KeptProblem(plan, known)
            ?? StepsProblem(plan, skills, known);

    private static (string, string)? WeightsProblem(PolicyWeights weights) =>
        new[] { weights.Idle, weights.Skill, weights.Calls }.Any(weight => !(weight is >= 0 and <= 1_000))
            ? ("plan.weights", "must be 0 to 1000 each")
            : null;

    private static (string, string)? KeptProblem(QueuePlan plan, KnownNames known)
    {
        for (var i = 0; i < plan.KeptClasses.Count; i++)
        {
            var (kept, field) = (plan.KeptClasses[i], $"plan.keptClasses[{i}]");
            var problem =
                kept is null ? (field, "must not be null")
                : string.IsNullOrWhiteSpace(kept.Class) || kept.Class.Length > 50
                    ? ($"{field}.class", "must have 1 to 50 characters")
                : plan.KeptClasses.Take(i).Any(other => other.Class == kept.Class)
                    ? ($"{field}.class", "is there already")
                : kept.Teams.Count + kept.Sites.Count == 0 ? (field, "must name teams or sites")
                : kept.WaitMs is < 0 or > DayMs ? ($"{field}.waitMs", "must be 0 to 86400000")
                : NamesProblem($"{field}.teams", kept.Teams, known.Teams, "team")
                    ?? NamesProblem($"{field}.sites", kept.Sites, known.Sites, "site");
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    private static (string, string)? StepsProblem(QueuePlan plan, IReadOnlyCollection<string> skills, KnownNames known)
    {
        if (plan.Steps.Count > MostSteps)
        {
            return ("plan.steps", $"must be at most {MostSteps}");
        }

        var wanted = skills.Concat(known.Skills).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < plan.Steps.Count; i++)
        {
            var (step, field) = (plan.Steps[i], $"plan.steps[{i}]");
            var problem =
                step is null ? (field, "must not be null")
                : step.AfterMs is < 1 or > DayMs ? ($"{field}.afterMs", "must be 1 to 86400000")
                : i > 0 && step.AfterMs <= plan.Steps[i - 1].AfterMs
                    ? ($"{field}.afterMs", "must be later than the step before")
                : step.AfterMs >= plan.Limits.MaxWaitMs
                    ? ($"{field}.afterMs", "is never reached: no call stands in the queue for plan.limits.maxWaitMs")
                : step.Raise is < 0 or > MostRaise ? ($"{field}.raise", "must be 0 to 10000")
                : step is
                {
                    Raise: 0, OfferCallback: false, Drop.Count: 0, Lower.Count: 0, AddTeams.Count: 0, AddSites.Count: 0,
                }
                    ? (field, "must change something")
                : step.AddTeams.Count > 0 && plan.Teams.Count == 0
                    ? ($"{field}.addTeams", "adds nothing: the queue is served by all teams")
                : step.AddSites.Count > 0 && plan.Sites.Count == 0
                    ? ($"{field}.addSites", "adds nothing: the queue is served by all sites")
                : NamesProblem($"{field}.drop", step.Drop, wanted, "skill")
                    ?? LevelsProblem($"{field}.lower", step.Lower, wanted, "anybody has or wants")
                    ?? NamesProblem($"{field}.addTeams", step.AddTeams, known.Teams, "team")
                    ?? NamesProblem($"{field}.addSites", step.AddSites, known.Sites, "site");
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    private static (string, string)? LevelsProblem(
        string field, IReadOnlyDictionary<string, int> levels, HashSet<string> known, string whose) =>
        levels.Count > MostNames ? (field, $"must be at most {MostNames}")
        : levels.FirstOrDefault(pair => pair.Value is < SkillLevels.Lowest or > SkillLevels.Highest).Key is { } wrong
            ? ($"{field}.{wrong}", "must be 1 to 5")
        : levels.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown
            ? ($"{field}.{unknown}", $"is not a skill that {whose}")
        : null;

    internal static (string, string)? NamesProblem(
        string field, IReadOnlyList<string> names, IReadOnlySet<string> known, string kind)
    {
        if (names.Count > MostNames)
        {
            return (field, $"must be at most {MostNames}");
        }

        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] is null || !known.Contains(names[i]))
            {
                return ($"{field}[{i}]", $"is not a {kind} of any agent");
            }
        }

        return null;
    }
}

/// <summary>The words that agents carry: what a plan names must be among them.</summary>
public sealed record KnownNames
{
    public IReadOnlySet<string> Skills { get; init; } = new HashSet<string>();

    public IReadOnlySet<string> Teams { get; init; } = new HashSet<string>();

    public IReadOnlySet<string> Sites { get; init; } = new HashSet<string>();
}
