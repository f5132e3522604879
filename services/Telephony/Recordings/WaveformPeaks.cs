using System.Buffers;
using System.Buffers.Binary;

namespace CallCenter.Telephony.Recordings;

/// <summary>
/// How loud each side of a recording is over its time: the largest sample of each of at most
/// <see cref="MaximumSteps"/> equal steps, as a byte from 0 (silent) to 255. So an hour is as small as a minute.
/// </summary>
public static class WaveformPeaks
{
    /// <summary>More than a screen shows side by side.</summary>
    public const int MaximumSteps = 1_000;

    private const int HeaderBytes = 44;
    private const int BlockBytes = 64 * 1024;

    /// <summary>Reads a stereo WAV of ours: the levels of the left side, then those of the right.</summary>
    public static async Task<byte[]> OfAsync(Stream file, long samples, CancellationToken cancellation)
    {
        var steps = (int)Math.Min(samples, MaximumSteps);
        var peaks = new byte[steps * 2];
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            file.Position = HeaderBytes;
            for (var at = 0L; at < samples;)
            {
                var read = await file.ReadAtLeastAsync(
                    block.AsMemory(0, BlockBytes), BlockBytes, throwOnEndOfStream: false, cancellation);
                if (read < 4)
                {
                    break;
                }

                Add(block.AsSpan(0, read & ~3), at, samples, peaks);
                at += read / 4;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        return peaks;
    }

    private static void Add(ReadOnlySpan<byte> block, long at, long samples, Span<byte> peaks)
    {
        var steps = peaks.Length / 2;
        for (var i = 0; i < block.Length && at < samples; i += 4, at++)
        {
            var step = (int)(at * steps / samples);
            Raise(ref peaks[step], BinaryPrimitives.ReadInt16LittleEndian(block[i..]));
            Raise(ref peaks[steps + step], BinaryPrimitives.ReadInt16LittleEndian(block[(i + 2)..]));
        }
    }

    private static void Raise(ref byte peak, short sample)
    {
        var level = (byte)Math.Min(255, Math.Abs((int)sample) / 128);
        peak = Math.Max(peak, level);
    }
}
