using System.Buffers.Binary;
using CallCenter.Quality.Measuring;

namespace CallCenter.Quality.Tests;

/// <summary>Recordings of bursts of tone at known times over faint noise: the truth is known to the sample.</summary>
internal sealed class SyntheticWav
{
    private readonly float[][] _channels;

    public SyntheticWav(double seconds, int rate = 8_000, int channels = 2)
    {
        Rate = rate;
        _channels = [.. Enumerable.Range(0, channels).Select(_ => new float[(int)(seconds * rate)])];
        // Always the same noise, at -60 dBFS.
        var random = new Random(20260301);
        foreach (var channel in _channels)
        {
            for (var i = 0; i < channel.Length; i++)
            {
                channel[i] = (float)((random.NextDouble() - .5) * 2 * .001 * Math.Sqrt(3));
            }
        }
    }

    public int Rate { get; }

    /// <summary>Segments of the caller (left, 440 Hz) and the agent (right, 620 Hz), in seconds.</summary>
    public static SyntheticWav Talk(
        double seconds, (double From, double To)[] caller, (double From, double To)[] agent, int rate = 8_000)
    {
        var wav = new SyntheticWav(seconds, rate);
        foreach (var (from, to) in caller)
        {
            wav.Tone(0, from, to, 440);
        }

        foreach (var (from, to) in agent)
        {
            wav.Tone(1, from, to, 620);
        }

        return wav;
    }

    public SyntheticWav Tone(int channel, double from, double to, double hertz, double peak = .3)
    {
        for (var i = (int)Math.Round(from * Rate); i < (int)Math.Round(to * Rate) && i < _channels[channel].Length; i++)
        {
            _channels[channel][i] += (float)(peak * Math.Sin(2 * Math.PI * hertz * i / Rate));
        }

        return this;
    }

    /// <summary>Noise that is the same whenever it is asked for with that seed.</summary>
    public SyntheticWav Babble(int channel, double from, double to, double delaySeconds, double gain, int seed)
    {
        var random = new Random(seed);
        var first = (int)((from + delaySeconds) * Rate);
        for (var i = 0; i < (int)((to - from) * Rate) && first + i < _channels[channel].Length; i++)
        {
            _channels[channel][first + i] += (float)((random.NextDouble() - .5) * gain);
        }

        return this;
    }

    public byte[] Bytes()
    {
        var frame = _channels.Length * 2;
        var samples = _channels[0].Length;
        var bytes = new byte[44 + (samples * frame)];
        "RIFF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        "WAVEfmt "u8.CopyTo(bytes.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(22), (short)_channels.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), Rate);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(28), Rate * frame);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(32), (short)frame);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(34), 16);
        "data"u8.CopyTo(bytes.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(40), samples * frame);
        for (var i = 0; i < samples; i++)
        {
            for (var c = 0; c < _channels.Length; c++)
            {
                BinaryPrimitives.WriteInt16LittleEndian(
                    bytes.AsSpan(44 + (i * frame) + (c * 2)),
                    (short)Math.Clamp(Math.Round(_channels[c][i] * 32767), short.MinValue, short.MaxValue));
            }
        }

        return bytes;
    }

    public async Task<TalkMeasures> MeasureAsync()
    {
        using var stream = new MemoryStream(Bytes());
        return await Acoustics.MeasureAsync(stream, TimeSpan.FromHours(1), [], CancellationToken.None);
    }
}
