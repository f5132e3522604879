namespace CallCenter.Routing.Callbacks;

/// <summary>How often a customer is dialled, and how soon again.</summary>
/// <param name="Most">Attempts before the callback has failed.</param>
/// <param name="AfterBusy">Pause after a phone that was busy, or an attempt that reached no phone.</param>
/// <param name="AfterNoAnswer">Pause after a phone that rang, or was refused.</param>
public sealed record AttemptLimits(int Most, TimeSpan AfterBusy, TimeSpan AfterNoAnswer);

/// <summary>What comes of dialling a customer.</summary>
public static class AttemptRules
{
    public const string Answered = "answered";

    /// <summary>Nothing was heard of an attempt in time.</summary>
    public const string Unheard = "unheard";

    /// <summary>
    /// The result of an attempt. One that is not the present attempt changes nothing: it came late. The next attempt
    /// never begins before the deadline of this one, so that no two phones ring for one callback.
    /// </summary>
    public static CallbackChange Hear(
        Callback callback, Guid callId, string result, AttemptLimits limits, DateTimeOffset now)
    {
        if (callback.State != CallbackStates.Dialling || callback.CallId != callId)
        {
            return CallbackChange.None;
        }

        if (result == Answered)
        {
            return new CallbackChange([callback with { State = CallbackStates.Answered, ChangedAt = now }], []);
        }

        if (callback.Attempts >= limits.Most)
        {
            return callback.End("failed", now);
        }

        var over = callback.DialUntilAt > now ? callback.DialUntilAt.Value : now;
        var pause = result is "no-answer" or "rejected" ? limits.AfterNoAnswer : limits.AfterBusy;
        return new CallbackChange(
            [callback with { State = CallbackStates.Waiting, NextAttemptAt = over + pause, ChangedAt = now }], []);
    }

    /// <summary>What comes of time alone: an attempt of which nothing was heard, or a callback that is over.</summary>
    public static CallbackChange Pass(
        Callback callback, AttemptLimits limits, CallbackTimes times, DateTimeOffset now) => callback switch
        {
            { State: CallbackStates.Dialling, CallId: { } callId } when callback.DialUntilAt + times.Grace <= now =>
                Hear(callback, callId, Unheard, limits, now),
            { State: CallbackStates.Answered } when callback.ChangedAt + times.LongestCall <= now =>
                callback.End("lost", now),
            { State: CallbackStates.Waiting } when callback.NotAfterAt <= now
                || callback.RequestedAt + times.Life <= now => callback.End("expired", now),
            _ => CallbackChange.None,
        };
}

/// <summary>What ends a callback, or an attempt, of which nothing is heard.</summary>
/// <param name="Grace">After the deadline of an attempt.</param>
/// <param name="LongestCall">After the customer has answered.</param>
/// <param name="Life">After the request, whatever its window.</param>
public sealed record CallbackTimes(TimeSpan Grace, TimeSpan LongestCall, TimeSpan Life);
