using System.Numerics;

namespace CallCenter.Local.Sounds;

/// <summary>From a synthesiser's rate to the telephone's, without what would fold back as noise.</summary>
public static class Resampling
{
    // Half the width of the filter, in samples of the telephone: wide enough for speech.
    private const int HalfWidth = 16;

    public static short[] ToTelephone(ReadOnlySpan<short> samples, int rate)
    {
        var common = (int)BigInteger.GreatestCommonDivisor(rate, WaveFile.Rate);
        var (step, phases) = (rate / common, WaveFile.Rate / common);
        var weights = Enumerable.Range(0, phases).Select(phase => Weights(rate, (double)phase / phases)).ToArray();
        var output = new short[(int)((long)samples.Length * phases / step)];
        for (var index = 0; index < output.Length; index++)
        {
            var position = (long)index * step;
            output[index] = Sum(samples, (int)(position / phases), weights[position % phases]);
        }

        return output;
    }

    private static short Sum(ReadOnlySpan<short> samples, int centre, double[] weights)
    {
        var first = centre - (weights.Length / 2) + 1;
        double sum = 0;
        for (var tap = Math.Max(0, -first); tap < weights.Length && first + tap < samples.Length; tap++)
        {
            sum += samples[first + tap] * weights[tap];
        }

        return (short)Math.Clamp(sum, short.MinValue, short.MaxValue);
    }

    /// <summary>A windowed sinc for output that lies this fraction of a sample after an input sample.</summary>
    private static double[] Weights(int rate, double fraction)
    {
        var cutoff = Math.Min(1, 0.95 * WaveFile.Rate / rate);
        var reach = (int)Math.Ceiling(HalfWidth / cutoff);
        var weights = new double[2 * reach];
        for (var tap = 0; tap < weights.Length; tap++)
        {
            var distance = tap - reach + 1 - fraction;
            weights[tap] = Sinc(distance * cutoff) * (0.5 + (0.5 * Math.Cos(Math.PI * distance / reach)));
        }

        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
