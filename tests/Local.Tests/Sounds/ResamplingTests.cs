using CallCenter.Local.Sounds;
using Xunit;

namespace CallCenter.Local.Tests.Sounds;

public sealed class ResamplingTests
{
    private const int Rate = 22050;

    [Fact]
    public void A_tone_within_the_telephone_band_keeps_its_loudness() =>
        Assert.InRange(Loudness(Resampling.ToTelephone(Tone(1000), Rate)), 6700, 7400);

    [Fact]
    public void A_tone_above_the_band_is_gone_instead_of_folded_back() =>
        Assert.InRange(Loudness(Resampling.ToTelephone(Tone(6000), Rate)), 0, 100);

    [Fact]
    public void The_length_stays_the_same_in_time() =>
        Assert.Equal(WaveFile.Rate, Resampling.ToTelephone(Tone(1000), Rate).Length);

    private static short[] Tone(double frequency) =>
        [.. Enumerable.Range(0, Rate).Select(n => (short)(10_000 * Math.Sin(2 * Math.PI * frequency * n / Rate)))];

    private static double Loudness(short[] samples) =>
        Math.Sqrt(samples.Skip(400).SkipLast(400).Average(sample => (double)sample * sample));
}
