namespace CallCenter.Quality.Measuring;

/// <summary>
/// The level that a share of the frames around a frame stays below, over a window that slides along a recording:
/// a histogram of half decibels, so that a step costs the same whatever the window's length.
/// </summary>
internal sealed class NoiseFloor
{
    private const float LowestDb = -100;
    private const int StepsPerDb = 2;
    private const int Bins = (int)-LowestDb * StepsPerDb + 1;

    private readonly IReadOnlyList<float> _levels;
    private readonly int[] _histogram = new int[Bins];
    private readonly int _window;
    private readonly double _share;
    private int _from;
    private int _to;

    public NoiseFloor(IReadOnlyList<float> levels, int window, double share)
    {
        _levels = levels;
        _window = Math.Min(window, levels.Count);
        _share = share;
    }

    /// <summary>The floor around a frame; frames are asked for in order.</summary>
    public double At(int frame)
    {
        // The window is centred where it can be and stays whole at both ends.
        var from = Math.Clamp(frame - (_window / 2), 0, _levels.Count - _window);
        while (_to < from + _window)
        {
            _histogram[Bin(_levels[_to++])]++;
        }

        while (_from < from)
        {
            _histogram[Bin(_levels[_from++])]--;
        }

        var below = (int)(_share * _window);
        var bin = 0;
        for (var count = _histogram[0]; count <= below && bin < Bins - 1; count += _histogram[bin])
        {
            bin++;
        }

        return LowestDb + ((double)bin / StepsPerDb);
    }

    private static int Bin(float level) => Math.Clamp((int)((level - LowestDb) * StepsPerDb), 0, Bins - 1);
}
