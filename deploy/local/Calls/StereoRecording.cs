using System.Buffers.Binary;
using System.Security.Cryptography;
using CallCenter.Local.Phones;

namespace CallCenter.Local.Calls;

/// <summary>What a recording measures: read from the file as anybody would find it.</summary>
public sealed record StereoRecording
{
    private const int HeaderBytes = 44;

    public required int Channels { get; init; }

    public required long DurationMs { get; init; }

    /// <summary>Strongest frequency of the left channel (the caller) in its middle second; 0 for silence.</summary>
    public required double LeftHz { get; init; }

    /// <summary>Strongest frequency of the right channel (the agent) in its middle second; 0 for silence.</summary>
    public required double RightHz { get; init; }

    public required string Sha256 { get; init; }

    public static async Task<StereoRecording> ReadAsync(Stream file, CancellationToken cancellation)
    {
        using var memory = new MemoryStream();
        await file.CopyToAsync(memory, cancellation);
        var bytes = memory.ToArray();
        if (bytes.Length < HeaderBytes || !bytes.AsSpan(0, 4).SequenceEqual("RIFF"u8)
            || !bytes.AsSpan(8, 4).SequenceEqual("WAVE"u8) || !bytes.AsSpan(36, 4).SequenceEqual("data"u8))
        {
            throw new FormatException("The recording is not a plain WAV file.");
        }

        var channels = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(22));
        var rate = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(24));
        var frames = (bytes.Length - HeaderBytes) / (2 * Math.Max(1, (int)channels));
        return new StereoRecording
        {
            Channels = channels,
            DurationMs = rate > 0 ? 1_000L * frames / rate : 0,
            LeftHz = Strongest(bytes, channels, 0, rate, frames),
            RightHz = channels > 1 ? Strongest(bytes, channels, 1, rate, frames) : 0,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
        };
    }

    private static double Strongest(byte[] bytes, int channels, int channel, int rate, int frames)
    {
        var count = Math.Min(rate, frames);
        var first = (frames - count) / 2;
        var samples = new short[count];
        for (var i = 0; i < count; i++)
        {
            var at = HeaderBytes + (2 * (((first + i) * channels) + channel));
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(at));
        }

        return Tones.StrongestHz(samples, rate);
    }
}
