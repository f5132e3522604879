namespace CallCenter.Messaging.Relaying;

/// <summary>How the broker answered one publish.</summary>
public enum PublishOutcome
{
    /// <summary>The broker has it in every queue, on disk.</summary>
    Confirmed,

    /// <summary>A queue refused it (full): for a while, not for ever.</summary>
    Nacked,

    /// <summary>The broker closed the channel because of this very message (too large, forbidden).</summary>
    Refused,

    /// <summary>Nothing is known: connection lost, no answer in time, or another message closed the channel.</summary>
    Unknown,
}

/// <summary>What becomes of a pending event after one attempt.</summary>
public abstract record Verdict
{
    /// <summary>Confirmed: forget the pointer; the log keeps the event.</summary>
    public sealed record Delete : Verdict;

    /// <summary>Stays pending and keeps later events of its subject waiting.</summary>
    public sealed record Retry(int Attempts, TimeSpan After) : Verdict;

    /// <summary>Stays pending as it was: the attempt says nothing about the event.</summary>
    public sealed record Keep : Verdict;

    /// <summary>Set aside for a person to decide; later events of its subject go on.</summary>
    public sealed record Park(int Attempts) : Verdict;
}

/// <summary>
/// The order of publishing, and what an answer of the broker means. Pure: tested with generated inputs.
/// </summary>
public static class RelayRules
{
    /// <summary>Attempts after which an event that the broker refuses for its own sake is parked.</summary>
    public const int RefusalsBeforeParking = 3;

    /// <summary>
    /// Events of a wave that wait for the broker's answer at once. More make it slower: a quorum queue holds a channel
    /// back that has many unanswered messages in it. Over eight parts: 5,000 events/s with 500, 9,500 with 125.
    /// </summary>
    public const int LargestWave = 128;

    private static readonly TimeSpan _firstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _longestDelay = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Cuts what is pending (in order of commit) into waves: wave k holds the k-th event of each subject. A wave is
    /// published whole and confirmed before the next, so no event leaves before its predecessor is safe. A wave that is
    /// too large is sent in several.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<PendingEvent>> Waves(IReadOnlyList<PendingEvent> pending)
    {
        var waves = new List<List<PendingEvent>>();
        var next = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var e in pending)
        {
            var wave = next.GetValueOrDefault(e.Subject);
            next[e.Subject] = wave + 1;
            if (wave == waves.Count)
            {
                waves.Add([]);
            }

            waves[wave].Add(e);
        }

        return [.. waves.SelectMany(wave => wave.Chunk(LargestWave))];
    }

    /// <summary>
    /// An outage of the broker never parks anything, however long it lasts: it is seen by the age of what is pending.
    /// </summary>
    public static Verdict Judge(PublishOutcome outcome, int attempts) => outcome switch
    {
        PublishOutcome.Confirmed => new Verdict.Delete(),
        PublishOutcome.Nacked => new Verdict.Retry(attempts + 1, Delay(attempts)),
        PublishOutcome.Refused when attempts + 1 >= RefusalsBeforeParking => new Verdict.Park(attempts + 1),
        PublishOutcome.Refused => new Verdict.Retry(attempts + 1, Delay(attempts)),
        _ => new Verdict.Keep(),
    };

    /// <summary>200 ms, doubled by each attempt, at most 30 s.</summary>
    public static TimeSpan Delay(int attempts) =>
        attempts >= 8 ? _longestDelay
            : TimeSpan.FromTicks(Math.Min(_longestDelay.Ticks, _firstDelay.Ticks << attempts));
}
