namespace CallCenter.Local.Sounds;

/// <summary>From a synthesiser's rate to the telephone's, without what would fold back as noise.</summary>
public static class Resampling
{
    // Half the width of the filter in samples of the slower side: wide enough for speech, quick enough for a start-up.
    private const int HalfWidth = 16;

    public static short[] ToTelephone(ReadOnlySpan<short> samples, int rate)
    {
        var step = (double)rate / WaveFile.Rate;
        var cutoff = Math.Min(1, 0.95 / step);
        var output = new short[(int)(samples.Length / step)];
        for (var index = 0; index < output.Length; index++)
        {
            output[index] = At(samples, index * step, cutoff);
        }

        return output;
    }

    private static short At(ReadOnlySpan<short> samples, double position, double cutoff)
    {
        var reach = HalfWidth / cutoff;
        var first = Math.Max(0, (int)Math.Ceiling(position - reach));
        var last = Math.Min(samples.Length - 1, (int)Math.Floor(position + reach));
        double sum = 0;
        double weights = 0;
        for (var index = first; index <= last; index++)
        {
            var distance = position - index;
            var weight = Sinc(distance * cutoff) * (0.5 + (0.5 * Math.Cos(Math.PI * distance / reach)));
            sum += samples[index] * weight;
            weights += weight;
        }

        return (short)Math.Clamp(weights == 0 ? 0 : sum / weights, short.MinValue, short.MaxValue);
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
