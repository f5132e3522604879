using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CallCenter.Telephony.Recordings;

/// <summary>
/// Makes one stereo WAV of the two mono ones that Asterisk writes (16 bit, 8 kHz): left the caller, right the agent.
/// Lengths come from the files, never from their headers: a crash leaves those unset. The shorter side ends in silence.
/// </summary>
public static class StereoWav
{
    public const int SampleRate = 8_000;
    private const int HeaderBytes = 44;
    private const int BlockSamples = 16 * 1024;

    /// <summary>Samples in a mono file of this length.</summary>
    public static long Samples(long fileBytes) => Math.Max(0, fileBytes - HeaderBytes) / 2;

    /// <summary>
    /// Whether Asterisk has closed the file: it writes the length into the header last. A file without audio looks
    /// closed from the start, so the answer counts only for one with audio.
    /// </summary>
    public static bool IsClosed(Stream file)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        file.Position = 0;
        return file.Length > HeaderBytes
            && file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) == HeaderBytes
            && BinaryPrimitives.ReadUInt32LittleEndian(header[40..]) == file.Length - HeaderBytes;
    }

    /// <summary>Writes the stereo file; its length in samples.</summary>
    public static async Task<long> MergeAsync(
        Stream caller, Stream agent, Stream result, CancellationToken cancellation)
    {
        var samples = Math.Max(Samples(caller.Length), Samples(agent.Length));
        caller.Position = Math.Min(HeaderBytes, caller.Length);
        agent.Position = Math.Min(HeaderBytes, agent.Length);
        await result.WriteAsync(Header(samples), cancellation);
        var block = ArrayPool<byte>.Shared.Rent(BlockSamples * 8);
        try
        {
            var left = block.AsMemory(0, BlockSamples * 2);
            var right = block.AsMemory(BlockSamples * 2, BlockSamples * 2);
            var both = block.AsMemory(BlockSamples * 4, BlockSamples * 4);
            for (var done = 0L; done < samples; done += BlockSamples)
            {
                var count = (int)Math.Min(BlockSamples, samples - done);
                await FillAsync(caller, left[..(count * 2)], cancellation);
                await FillAsync(agent, right[..(count * 2)], cancellation);
                Interleave(left.Span, right.Span, both.Span, count);
                await result.WriteAsync(both[..(count * 4)], cancellation);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        return samples;
    }

    private static void Interleave(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> both, int samples)
    {
        var ofCaller = MemoryMarshal.Cast<byte, short>(left);
        var ofAgent = MemoryMarshal.Cast<byte, short>(right);
        var result = MemoryMarshal.Cast<byte, short>(both);
        for (var i = 0; i < samples; i++)
        {
            result[i * 2] = ofCaller[i];
            result[(i * 2) + 1] = ofAgent[i];
        }
    }

    private static async Task FillAsync(Stream from, Memory<byte> block, CancellationToken cancellation)
    {
        var read = await from.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, cancellation);
        // An odd byte is half a sample that never came.
        block.Span[(read & ~1)..].Clear();
    }

    private static byte[] Header(long samples)
    {
        var data = (uint)Math.Min(samples * 4, uint.MaxValue - HeaderBytes);
        var header = new byte[HeaderBytes];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), data + HeaderBytes - 8);
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(20), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(22), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(24), SampleRate);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(28), SampleRate * 4);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(32), 4);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(34), 16);
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), data);
        return header;
    }
}
