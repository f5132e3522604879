namespace CallCenter.Quality.Measuring;

/// <summary>
/// Takes the samples of both channels as they come and keeps, for each 10 ms, their mean power and whether the
/// quieter one is an echo of the louder: a hundredth of the recording's size, however long it is.
/// </summary>
public sealed class PowerMeter
{
    /// <summary>An echo is so much quieter than its source.</summary>
    private const double EchoDb = 15;

    /// <summary>And so much like it, at some delay.</summary>
    private const double EchoLikeness = .6;

    private const double EchoDelayMs = 40;
    private readonly int _block;
    private readonly int _history;
    private readonly float[][] _samples;
    private int _filled;

    public PowerMeter(int rate)
    {
        _block = rate / 100;
        _history = (int)(rate * EchoDelayMs / 1000);
        _filled = _history;
        _samples = [new float[_history + (2 * _block)], new float[_history + (2 * _block)]];
    }

    /// <summary>Mean power of each block: left, right.</summary>
    public (List<float> Left, List<float> Right) Power { get; } = ([], []);

    /// <summary>Blocks in which a channel only echoes the other: left, right.</summary>
    public (List<bool> Left, List<bool> Right) Echo { get; } = ([], []);

    public void Add(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        while (left.Length > 0)
        {
            var take = Math.Min(left.Length, _history + (2 * _block) - _filled);
            left[..take].CopyTo(_samples[0].AsSpan(_filled));
            right[..take].CopyTo(_samples[1].AsSpan(_filled));
            _filled += take;
            left = left[take..];
            right = right[take..];
            if (_filled == _history + (2 * _block))
            {
                Measure();
            }
        }
    }

    /// <summary>Silence after the last sample completes the frames that it belongs to.</summary>
    public void Finish()
    {
        var silence = new float[2 * _block];
        Add(silence, silence);
    }

    /// <summary>The frame is full: its first block is measured, and the rest moves up.</summary>
    private void Measure()
    {
        var left = _samples[0].AsSpan(_history);
        var right = _samples[1].AsSpan(_history);
        Power.Left.Add(Mean(left[.._block]));
        Power.Right.Add(Mean(right[.._block]));
        var difference = SpeechRules.Decibels(Mean(left)) - SpeechRules.Decibels(Mean(right));
        Echo.Right.Add(difference > EchoDb && Echoes(source: 0, of: 1));
        Echo.Left.Add(difference < -EchoDb && Echoes(source: 1, of: 0));
        foreach (var samples in _samples)
        {
            samples.AsSpan(_block).CopyTo(samples);
        }

        _filled -= _block;
    }

    private bool Echoes(int source, int of)
    {
        var quiet = _samples[of].AsSpan(_history);
        var energy = VectorMath.Dot(quiet, quiet);
        if (SpeechRules.Decibels(energy / quiet.Length) <= SpeechRules.QuietestDb)
        {
            return false;
        }

        for (var delay = 0; delay <= _history; delay++)
        {
            var loud = _samples[source].AsSpan(_history - delay, quiet.Length);
            var scale = Math.Sqrt(Math.Max(VectorMath.Dot(loud, loud) * energy, 1e-20));
            var likeness = VectorMath.Dot(loud, quiet) / scale;
            if (Math.Abs(likeness) > EchoLikeness)
            {
                return true;
            }
        }

        return false;
    }

    private static float Mean(ReadOnlySpan<float> samples) =>
        (float)(VectorMath.Dot(samples, samples) / samples.Length);
}
