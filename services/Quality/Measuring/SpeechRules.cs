namespace CallCenter.Quality.Measuring;

/// <summary>
/// Where somebody speaks, from the mean power of each 10 ms of one channel: louder than the noise of its
/// neighbourhood, without bursts too short for a word, with the gaps inside words bridged.
/// </summary>
public static class SpeechRules
{
    public const double BlockMs = 10;

    /// <summary>Quieter than this is never speech.</summary>
    public const double QuietestDb = -45;

    /// <summary>Speech is so much louder than the noise around it.</summary>
    public const double AboveNoiseDb = 9;

    /// <summary>Speech that has begun goes on down to so much below its threshold.</summary>
    public const double HysteresisDb = 3;

    /// <summary>Louder is no noise: what is constant and louder (a tone, a breathless speaker) is speech.</summary>
    public const double LoudestNoiseDb = -40;

    public const double ShortestBurstMs = 100;
    public const double BridgedGapMs = 300;

    private const int FloorBlocks = 1_000;
    private const double FloorShare = .1;

    /// <summary>The speech segments, in order and apart. Blocks marked as leakage are the other's voice.</summary>
    public static IReadOnlyList<Interval> Segments(IReadOnlyList<float> power, IReadOnlyList<bool>? leakage = null)
    {
        var levels = new float[Math.Max(0, power.Count - 1)];
        for (var i = 0; i < levels.Length; i++)
        {
            // A frame of 20 ms every 10 ms.
            levels[i] = Decibels((power[i] + power[i + 1]) / 2);
        }

        var segments = new List<Interval>();
        var floor = new NoiseFloor(levels, FloorBlocks, FloorShare);
        var began = -1;
        for (var i = 0; i < levels.Length; i++)
        {
            var threshold = Math.Max(Math.Min(floor.At(i), LoudestNoiseDb) + AboveNoiseDb, QuietestDb);
            var speaks = levels[i] > threshold - (began < 0 ? 0 : HysteresisDb) && !(leakage?[i] ?? false);
            if (speaks && began < 0)
            {
                began = i;
            }
            else if (!speaks && began >= 0)
            {
                segments.Add(Edges(power, began, i, threshold));
                began = -1;
            }
        }

        if (began >= 0)
        {
            segments.Add(Edges(power, began, levels.Length, QuietestDb));
        }

        return Bridge(segments.Where(one => one.LengthMs >= ShortestBurstMs));
    }

    public static float Decibels(double power) => (float)(10 * Math.Log10(Math.Max(power, 1e-10)));

    /// <summary>
    /// Where a segment begins and ends inside its first and last block: a block that is louder in its second half
    /// only has less power than its neighbour, in proportion.
    /// </summary>
    private static Interval Edges(IReadOnlyList<float> power, int firstFrame, int endFrame, double thresholdDb)
    {
        var first = firstFrame;
        var last = endFrame;
        while (first < last && Decibels(power[first]) <= thresholdDb - HysteresisDb)
        {
            first++;
        }

        while (last > first && Decibels(power[last]) <= thresholdDb - HysteresisDb)
        {
            last--;
        }

        var start = (first + 1) * BlockMs - (BlockMs * Share(power, first, first + 1, last));
        var end = (last * BlockMs) + (BlockMs * Share(power, last, last - 1, first));
        return new Interval(start, Math.Max(start, end));
    }

    /// <summary>How much of an edge block is speech, by its power beside that of the block further in.</summary>
    private static double Share(IReadOnlyList<float> power, int edge, int inner, int far)
    {
        var inside = inner >= Math.Min(edge, far) && inner <= Math.Max(edge, far) && inner != edge;
        return !inside || power[inner] <= 0 ? 1 : Math.Clamp(power[edge] / power[inner], 0, 1);
    }

    private static List<Interval> Bridge(IEnumerable<Interval> bursts)
    {
        var bridged = new List<Interval>();
        foreach (var burst in bursts)
        {
            if (bridged.Count > 0 && burst.StartMs - bridged[^1].EndMs < BridgedGapMs)
            {
                bridged[^1] = bridged[^1] with { EndMs = burst.EndMs };
            }
            else
            {
                bridged.Add(burst);
            }
        }

        return bridged;
    }
}
