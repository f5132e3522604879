namespace CallCenter.Routing.Queues;

/// <summary>
/// How hard calls (expected to be, by their caller or their attributes) are spread: to the able agent of the lowest
/// load, before the policy, and never too many in a row.
/// </summary>
public sealed record CareForAgents
{
    /// <summary>An agent who had so many hard calls in a row gets an ordinary one next: 1 to 20.</summary>
    public int MostInARow { get; init; } = 2;

    /// <summary>
    /// A hard call that has waited so long goes to any able agent, the lowest load first: what the care costs at
    /// most. 0 to 120,000 ms.
    /// </summary>
    public int MostDelayMs { get; init; } = 10_000;
}
