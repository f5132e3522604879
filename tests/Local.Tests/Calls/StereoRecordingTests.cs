using System.Buffers.Binary;
using CallCenter.Local.Calls;
using CallCenter.Local.Phones;
using Xunit;

namespace CallCenter.Local.Tests.Calls;

public sealed class StereoRecordingTests
{
    [Fact]
    public async Task Each_channel_is_measured_by_itself()
    {
        var left = Tones.Sine(440, 24_000, Tones.SampleRate);
        var right = Tones.Sine(1_000, 24_000, Tones.SampleRate);

        var recording = await StereoRecording.ReadAsync(Wav(left, right), TestContext.Current.CancellationToken);

        Assert.Equal(2, recording.Channels);
        Assert.Equal(3_000, recording.DurationMs);
        Assert.Equal(440, recording.LeftHz, 1.0);
        Assert.Equal(1_000, recording.RightHz, 1.0);
        Assert.Equal(64, recording.Sha256.Length);
    }

    [Fact]
    public async Task A_silent_channel_has_no_frequency()
    {
        var recording = await StereoRecording.ReadAsync(
            Wav(Tones.Sine(440, 4_000, Tones.SampleRate), new short[4_000]), TestContext.Current.CancellationToken);

        Assert.Equal(0, recording.RightHz);
        Assert.Equal(500, recording.DurationMs);
    }

    [Fact]
    public async Task What_is_no_WAV_file_is_refused() =>
        await Assert.ThrowsAsync<FormatException>(() => StereoRecording.ReadAsync(
            new MemoryStream(new byte[100]), TestContext.Current.CancellationToken));

    private static MemoryStream Wav(short[] left, short[] right)
    {
        var bytes = new byte[44 + (left.Length * 4)];
        "RIFF"u8.CopyTo(bytes);
        "WAVEfmt "u8.CopyTo(bytes.AsSpan(8));
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(22), 2);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), Tones.SampleRate);
        "data"u8.CopyTo(bytes.AsSpan(36));
        for (var i = 0; i < left.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(44 + (4 * i)), left[i]);
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(46 + (4 * i)), right[i]);
        }

        return new MemoryStream(bytes);
    }
}
