namespace CallCenter.Routing.Estimating;

/// <summary>
/// How fast a queue moves, and how true its promises were: measured sums in which the past fades, so that each mean
/// is that of about the last <see cref="PaceRules.Memory"/> calls.
/// </summary>
public sealed record QueuePace
{
    public required Guid QueueId { get; init; }

    /// <summary>Agents at work who can serve the queue.</summary>
    public int Agents { get; init; }

    /// <summary>Calls that held an agent, and for how long in all: ringing, talk and wrap-up.</summary>
    public double Served { get; init; }

    public double ServedMs { get; init; }

    /// <summary>The part of it in which the phone rang.</summary>
    public double RingingMs { get; init; }

    /// <summary>Callers who left, and how long those who left and those who were answered had waited.</summary>
    public double Left { get; init; }

    public double WaitedMs { get; init; }

    /// <summary>Promises that were kept or not: their number, what the formula said, what was promised.</summary>
    public double Promises { get; init; }

    public double ReckonedMs { get; init; }

    public double PromisedMs { get; init; }

    /// <summary>What those calls waited, and how far that was from the promise, whichever way.</summary>
    public double ActualMs { get; init; }

    public double ErrorMs { get; init; }

    /// <summary>What a caller who came at the last look would wait; absent while nothing is known.</summary>
    public long? NewCallerMs { get; init; }
}
