namespace CallCenter.Routing.Simulating;

/// <summary>Calls as they were, and by chance what nobody could see of them.</summary>
public static partial class DayMaker
{
    /// <summary>
    /// Whoever was answered would have waited longer: by how much, chance says, exponentially with the mean patience of
    /// the queue's callers, which is all their waiting over those who left. Where none left, they wait for ever. A call
    /// that nobody answered gets the talk of one that somebody did.
    /// </summary>
    private static IEnumerable<SimulatedCall> AsTheyWere(
        IReadOnlyList<DayCall> calls, Guid queueId, DateTimeOffset startsAt, Random random)
    {
        var answered = calls.Where(call => call.TalkMs is not null).ToList();
        var left = calls.Count(call => call.PatienceMs is not null);
        var waitedMs = calls.Sum(call => (double)(call.PatienceMs ?? call.WaitedMs ?? 0));
        return calls.Select(call =>
        {
            var work = call.TalkMs is null && answered.Count > 0 ? answered[random.Next(answered.Count)] : call;
            double? patienceMs = call switch
            {
                { PatienceMs: { } gone } => gone,
                { WaitedMs: { } waited } when left > 0 => waited + Exponential(waitedMs / left, random),
                _ => null,
            };
            return new SimulatedCall
            {
                CallId = default,
                QueueId = queueId,
                ArrivesAt = startsAt.AddMilliseconds(call.AtMs),
                Talk = TimeSpan.FromMilliseconds(work.TalkMs ?? 0),
                Patience = patienceMs is { } most ? TimeSpan.FromMilliseconds(most) : null,
                WrapUp = TimeSpan.FromMilliseconds(work.WrapUpMs),
                Skills = call.Skills,
                Priority = call.Priority,
                Language = call.Language,
                CustomerClass = call.CustomerClass,
            };
        });
    }
}
