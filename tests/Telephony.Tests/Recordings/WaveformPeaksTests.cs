using System.Runtime.InteropServices;
using CallCenter.Telephony.Recordings;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CallCenter.Telephony.Tests.Recordings;

public sealed class WaveformPeaksTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_side_has_the_largest_level_of_each_step()
    {
        var samples = new short[2 * 4000];
        samples[2 * 4] = 12_800;
        samples[(2 * 3999) + 1] = short.MinValue;

        var peaks = await WaveformPeaks.OfAsync(Wav(samples), 4000, Cancellation);

        Assert.Equal(2000, peaks.Length);
        Assert.Equal(100, peaks[1]);
        Assert.Equal(255, peaks[1999]);
        Assert.Equal(2, peaks.Count(level => level > 0));
    }

    [Fact]
    public void However_long_it_is_the_size_is_bounded_and_nothing_loud_is_missed() =>
        Prop.ForAll(
            Gen.Choose(0, 30_000).ToArbitrary(),
            ArbMap.Default.ArbFor<int>(),
            (samples, seed) =>
            {
                var both = new short[samples * 2];
                var at = samples == 0 ? -1 : Math.Abs(seed % samples);
                if (at >= 0)
                {
                    both[at * 2] = -20_000;
                }

                var peaks = WaveformPeaks.OfAsync(Wav(both), samples, Cancellation).GetAwaiter().GetResult();
                var steps = Math.Min(samples, 1000);
                return peaks.Length == steps * 2
                    && (at < 0 || peaks[(int)((long)at * steps / samples)] == 156)
                    && peaks.Count(level => level > 0) == (at < 0 ? 0 : 1);
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_file_that_ends_early_is_silent_from_there()
    {
        var peaks = await WaveformPeaks.OfAsync(Wav([9_000, 9_000]), 1000, Cancellation);
        Assert.Equal(70, peaks[0]);
        Assert.Equal(2, peaks.Count(level => level > 0));
    }

    private static MemoryStream Wav(short[] samples)
    {
        var wav = new MemoryStream();
        wav.Write(new byte[44]);
        wav.Write(MemoryMarshal.AsBytes<short>(samples));
        return wav;
    }
}
