using System.Buffers.Binary;
using CallCenter.Quality.Measuring;
using Xunit;

namespace CallCenter.Quality.Tests.Measuring;

public sealed class StereoWavTests
{
    private static async Task<string> RefusalAsync(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var refused = await Assert.ThrowsAsync<WavFormatException>(() =>
            StereoWav.OpenAsync(stream, CancellationToken.None));
        return refused.Message;
    }

    [Fact]
    public async Task What_is_no_stereo_recording_says_what_it_is()
    {
        var good = new SyntheticWav(1).Bytes();

        Assert.Equal("with 1 channel(s) instead of 2", await RefusalAsync(new SyntheticWav(1, channels: 1).Bytes()));
        Assert.Equal("shorter than a WAV header", await RefusalAsync(good[..7]));
        Assert.Equal("without samples", await RefusalAsync(good[..36]));
        Assert.Equal("cut off in its header", await RefusalAsync(good[..30]));
        Assert.Equal("not a WAV file", await RefusalAsync(new byte[100]));
        Assert.Equal(
            "with 96000 samples a second instead of 8000 to 48000", await RefusalAsync(With(good, 24, 96_000)));
        Assert.Equal("with a chunk larger than any header", await RefusalAsync(With(good, 16, 1 << 28)));
    }

    [Fact]
    public async Task Any_bytes_are_measured_or_refused_and_nothing_else()
    {
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            var bytes = new SyntheticWav(.1).Bytes();
            for (var n = 0; n < 6; n++)
            {
                bytes[random.Next(60)] = (byte)random.Next(256);
            }

            using var stream = new MemoryStream(bytes, 0, random.Next(bytes.Length));
            try
            {
                await Acoustics.MeasureAsync(stream, TimeSpan.FromHours(1), [], CancellationToken.None);
            }
            catch (WavFormatException refused)
            {
                Assert.NotEmpty(refused.Message);
            }
        }
    }

    private static byte[] With(byte[] bytes, int at, int value)
    {
        var changed = bytes.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(at), value);
        return changed;
    }
}
