namespace CallCenter.Telephony.Recordings;

/// <summary>How patient the fetching of a recording is, and what is told of it.</summary>
public static class RecordingRules
{
    /// <summary>Over two days: a full disk is noticed and mended by people.</summary>
    public const int MaximumAttempts = 60;

    /// <summary>About a minute: what Asterisk has not written by then it never will.</summary>
    public const int MaximumAttemptsWithoutFile = 5;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>
    /// When to try again; null when it has failed for good and its files are kept for people to look at.
    /// </summary>
    public static DateTimeOffset? NextAttempt(int failed, bool noFile, DateTimeOffset now)
    {
        if (failed >= (noFile ? MaximumAttemptsWithoutFile : MaximumAttempts))
        {
            return null;
        }

        var pause = First * Math.Pow(2, Math.Min(failed - 1, 20));
        return now + (pause < Longest ? pause : Longest);
    }

    /// <summary>Somebody who has said nothing for so long has perhaps not been recorded.</summary>
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The side, caller or agent, of which a talk has no sound at all although the other one has; null when there is
    /// none. Whoever was muted all the time looks the same: worth a look, not proof of a fault.
    /// </summary>
    /// <param name="peaks">The levels of the caller, then as many of the agent.</param>
    /// <param name="length">How long the recording is.</param>
    public static string? SilentSide(ReadOnlySpan<byte> peaks, TimeSpan length)
    {
        var hasCaller = peaks[..(peaks.Length / 2)].ContainsAnyExcept((byte)0);
        var hasAgent = peaks[(peaks.Length / 2)..].ContainsAnyExcept((byte)0);
        return length < Noticeable || hasCaller == hasAgent ? null
            : hasCaller ? "agent"
            : "caller";
    }

    /// <summary>The state as it is told: recording, merging, ready, held, failed, deleting or deleted.</summary>
    public static string StateOf(string state, bool held) => state switch
    {
        "stopped" => "merging",
        "stored" or "failed" when held => "held",
        "stored" => "ready",
        _ => state,
    };
}
