namespace CallCenter.Routing.Queues;

/// <summary>
/// Changes of the plan prepared for a rush, switched on by one call for a time and off by themselves. What is absent
/// stays as the plan has it.
/// </summary>
public sealed record Surge
{
    /// <summary>Teams that serve the queue as well.</summary>
    public IReadOnlyList<string> AddTeams { get; init; } = [];

    /// <summary>Sites that serve the queue as well.</summary>
    public IReadOnlyList<string> AddSites { get; init; } = [];

    /// <summary>Points added to the score of every call of the queue: 0 to 10,000.</summary>
    public int Raise { get; init; }

    /// <summary>Every call is offered a callback at once.</summary>
    public bool OfferCallback { get; init; }

    /// <summary>No call waits: callers are offered a callback, and those who wait already too.</summary>
    public bool CallbackOnly { get; init; }

    /// <summary>Instead of those of the plan.</summary>
    public QueueLimits? Limits { get; init; }

    /// <summary>Instead of those of the plan.</summary>
    public IReadOnlyList<OverflowRule>? Overflow { get; init; }

    /// <summary>Instead of those of the plan.</summary>
    public Announcements? Announcements { get; init; }

    /// <summary>The plan while the surge is on.</summary>
    public QueuePlan ApplyTo(QueuePlan plan) => plan with
    {
        Teams = plan.Teams.Count == 0 ? [] : [.. plan.Teams.Union(AddTeams)],
        Sites = plan.Sites.Count == 0 ? [] : [.. plan.Sites.Union(AddSites)],
        Raise = plan.Raise + Raise,
        OfferCallback = plan.OfferCallback || OfferCallback || CallbackOnly,
        CallbackOnly = CallbackOnly,
        Limits = Limits ?? plan.Limits,
        Overflow = Overflow ?? plan.Overflow,
        Announcements = Announcements ?? plan.Announcements,
    };
}
