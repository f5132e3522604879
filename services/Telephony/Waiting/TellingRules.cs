using CallCenter.Telephony.Flows;

namespace CallCenter.Telephony.Waiting;

/// <summary>What a waiting caller is told, in whole sentences that exist as sounds.</summary>
public static class TellingRules
{
    /// <summary>Places farther back are told as "more than".</summary>
    public const int FarthestPosition = 10;

    /// <summary>Waits in minutes for which there is a sentence; longer ones are told as "more than".</summary>
    public static IReadOnlyList<int> Waits { get; } = [1, 2, 3, 5, 10, 15, 20, 30, 45, 60];

    /// <summary>When the caller is told something next.</summary>
    public static DateTimeOffset DueAt(Told? told, CallPlace place, DateTimeOffset queuedAt) =>
        told?.NextAt ?? queuedAt.AddMilliseconds(place.FirstAfterMs);

    /// <summary>What has been told after the next telling, and the sounds of it.</summary>
    /// <param name="told">What was told before.</param>
    /// <param name="place">The present place.</param>
    /// <param name="offers">Whether a callback is offered at the end of it.</param>
    /// <param name="folder">Where the sentences lie.</param>
    /// <param name="now">The time.</param>
    public static (Told Told, IReadOnlyList<string> Sounds) Next(
        Told? told, CallPlace place, bool offers, string folder, DateTimeOffset now)
    {
        var before = told is not null && told.QueueId == place.QueueId ? told : new Told();
        var position = Math.Min(before.Position ?? int.MaxValue, place.Position);
        var wait = Least(before.WaitMinutes, Minutes(place, now));
        List<string> sounds = [];
        if (place.Sounds.Count > 0 && place.Sounds[before.Times % place.Sounds.Count] is { } sound
            && FlowNames.IsSound(sound))
        {
            sounds.Add(sound);
        }

        if (place.PositionTold)
        {
            sounds.Add(position <= FarthestPosition ? $"{folder}/position-{position}" : $"{folder}/position-more");
        }

        if (place.WaitTold && wait is { } minutes)
        {
            sounds.Add(minutes <= Waits[^1] ? $"{folder}/wait-{minutes}" : $"{folder}/wait-more");
        }

        if (offers)
        {
            sounds.Add($"{folder}/callback-offer");
        }

        return (
            before with
            {
                QueueId = place.QueueId,
                Position = place.PositionTold ? position : before.Position,
                WaitMinutes = place.WaitTold ? wait : before.WaitMinutes,
                Times = before.Times + 1,
                NextAt = now.AddMilliseconds(place.EveryMs),
                EveryMs = place.EveryMs,
                Offered = before.Offered || offers,
            },
            sounds);
    }

    /// <summary>The rest of the wait, rounded up to a sentence; one more than the longest for all beyond it.</summary>
    private static int? Minutes(CallPlace place, DateTimeOffset now)
    {
        if (place.EstimatedWaitMs is not { } wait)
        {
            return null;
        }

        var left = TimeSpan.FromMilliseconds(Math.Min(wait, 86_400_000)) - (now - place.ChangedAt);
        return Waits.Where(minutes => minutes >= left.TotalMinutes).Append(Waits[^1] + 1).First();
    }

    private static int? Least(int? one, int? other) => one is null || other < one ? other ?? one : one;
}
