using System.Collections.Concurrent;

namespace CallCenter.Local.Phones;

/// <summary>Makes sine tones, and says how much of a tone is in what was heard (Goertzel).</summary>
public static class Tones
{
    public const int SampleRate = 8_000;

    /// <summary>Root mean square below which a window counts as silence (about -50 dBFS).</summary>
    public const double SilenceLevel = 100;

    private const short Amplitude = 8_000;

    private static readonly ConcurrentDictionary<(double Hz, int Codec), byte[]> Encoded = new();

    /// <summary>One second of a tone in a codec, made once. Whole hertz, so that its end meets its start.</summary>
    public static byte[] Encode(double hz, int codec) => Encoded.GetOrAdd((Math.Round(hz), codec), key =>
    {
        var samples = Sine(key.Hz, SampleRate, SampleRate);
        return Array.ConvertAll(samples, sample => G711.Encode(key.Codec, sample));
    });

    public static short[] Sine(double hz, int count, int sampleRate)
    {
        var samples = new short[count];
        for (var i = 0; i < count; i++)
        {
            samples[i] = (short)(Amplitude * Math.Sin(2 * Math.PI * hz * i / sampleRate));
        }

        return samples;
    }

    /// <summary>Share of the energy that lies at a frequency, 0 to 1.</summary>
    public static double Share(ReadOnlySpan<short> samples, double hz, int sampleRate)
    {
        double energy = 0;
        foreach (var sample in samples)
        {
            energy += (double)sample * sample;
        }

        return energy == 0 ? 0 : Math.Min(1, 2 * Power(samples, hz, sampleRate) / (samples.Length * energy));
    }

    public static double Loudness(ReadOnlySpan<short> samples)
    {
        double energy = 0;
        foreach (var sample in samples)
        {
            energy += (double)sample * sample;
        }

        return samples.IsEmpty ? 0 : Math.Sqrt(energy / samples.Length);
    }

    /// <summary>The strongest frequency from 100 to 3,800 Hz; 0 for silence.</summary>
    public static double StrongestHz(ReadOnlySpan<short> samples, int sampleRate)
    {
        if (Loudness(samples) < SilenceLevel)
        {
            return 0;
        }

        var coarse = Peak(samples, sampleRate, 100, Math.Min(3_800, sampleRate / 2.0), 5);
        return Peak(samples, sampleRate, coarse - 5, coarse + 5, 0.5);
    }

    private static double Peak(ReadOnlySpan<short> samples, int sampleRate, double from, double to, double step)
    {
        var (best, power) = (0.0, -1.0);
        for (var hz = from; hz <= to; hz += step)
        {
            var here = Power(samples, hz, sampleRate);
            (best, power) = here > power ? (hz, here) : (best, power);
        }

        return best;
    }

    private static double Power(ReadOnlySpan<short> samples, double hz, int sampleRate)
    {
        var coefficient = 2 * Math.Cos(2 * Math.PI * hz / sampleRate);
        double last = 0, beforeLast = 0;
        foreach (var sample in samples)
        {
            (last, beforeLast) = (sample + (coefficient * last) - beforeLast, last);
        }

        return (last * last) + (beforeLast * beforeLast) - (coefficient * last * beforeLast);
    }
}
