namespace CallCenter.Messaging.Relaying;

/// <summary>What the broker answered to one event.</summary>
public sealed record Answer(PendingEvent Event, PublishOutcome Outcome);

/// <summary>
/// Sends what is pending wave by wave. The invariant it keeps: an event is never sent before its predecessor of the
/// same subject was confirmed, whatever the broker answers.
/// </summary>
public static class WaveSender
{
    /// <param name="pending">In the order of commit.</param>
    /// <param name="oneByOne">Each event alone: finds the one that makes the broker close the channel.</param>
    /// <param name="publish">Publishes one wave; null when nothing more can be sent for now.</param>
    public static async Task<IReadOnlyList<Answer>> SendAsync(
        IReadOnlyList<PendingEvent> pending,
        bool oneByOne,
        Func<IReadOnlyList<PendingEvent>, Task<IReadOnlyList<PublishOutcome>?>> publish)
    {
        var answered = new List<Answer>(pending.Count);
        var stopped = new HashSet<string>(StringComparer.Ordinal);
        var waves = oneByOne ? [.. pending.Select(e => new[] { e })] : RelayRules.Waves(pending);
        foreach (var wave in waves)
        {
            IReadOnlyList<PendingEvent> sent =
                stopped.Count == 0 ? wave : [.. wave.Where(e => !stopped.Contains(e.Subject))];
            if (sent.Count == 0)
            {
                continue;
            }

            if (await publish(sent) is not { } outcomes)
            {
                break;
            }

            for (var i = 0; i < sent.Count; i++)
            {
                answered.Add(new Answer(sent[i], outcomes[i]));
                if (outcomes[i] != PublishOutcome.Confirmed)
                {
                    stopped.Add(sent[i].Subject);
                }
            }

            if (outcomes.Any(o => o is PublishOutcome.Unknown or PublishOutcome.Refused))
            {
                break;
            }
        }

        return answered;
    }
}
