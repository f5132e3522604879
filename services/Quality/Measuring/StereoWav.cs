using System.Buffers.Binary;

namespace CallCenter.Quality.Measuring;

/// <summary>Reads 16-bit stereo PCM from a stream, front to back, a block at a time.</summary>
public sealed class StereoWav
{
    private const int BytesPerFrame = 4;
    private const ushort Pcm = 1;
    private const ushort Extensible = 0xFFFE;
    private readonly Stream _stream;
    private byte[] _bytes = [];
    private long _left;

    private StereoWav(Stream stream, int rate, long bytes)
    {
        _stream = stream;
        Rate = rate;
        _left = bytes;
    }

    /// <summary>Samples a second.</summary>
    public int Rate { get; }

    /// <summary>
    /// Reads up to the samples; throws <see cref="WavFormatException"/> when they are not 16-bit stereo PCM.
    /// </summary>
    public static async Task<StereoWav> OpenAsync(Stream stream, CancellationToken cancellation)
    {
        var header = new byte[12];
        await FillAsync(stream, header, "shorter than a WAV header", cancellation);
        if (!header.AsSpan(0, 4).SequenceEqual("RIFF"u8) || !header.AsSpan(8, 4).SequenceEqual("WAVE"u8))
        {
            throw new WavFormatException("not a WAV file");
        }

        int? rate = null;
        while (true)
        {
            var chunk = new byte[8];
            await FillAsync(stream, chunk, "without samples", cancellation);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(chunk.AsSpan(4));
            if (chunk.AsSpan(0, 4).SequenceEqual("data"u8))
            {
                return new StereoWav(stream, rate ?? throw new WavFormatException("without a format"), Length(size));
            }

            if (size > 1 << 20)
            {
                throw new WavFormatException("with a chunk larger than any header");
            }

            // Chunks are padded to even lengths.
            var content = new byte[size + (size & 1)];
            await FillAsync(stream, content, "cut off in its header", cancellation);
            rate = chunk.AsSpan(0, 4).SequenceEqual("fmt "u8) ? RateOf(content) : rate;
        }
    }

    /// <summary>The next samples of both channels, from -1 to 1; fewer than asked for only at the end.</summary>
    public async Task<int> ReadAsync(float[] left, float[] right, CancellationToken cancellation)
    {
        if (_bytes.Length < left.Length * BytesPerFrame)
        {
            _bytes = new byte[left.Length * BytesPerFrame];
        }

        var wanted = (int)Math.Min(_left, (long)left.Length * BytesPerFrame);
        var read = await _stream.ReadAtLeastAsync(
            _bytes.AsMemory(0, wanted), wanted, throwOnEndOfStream: false, cancellation);
        _left -= read;
        var frames = read / BytesPerFrame;
        for (var i = 0; i < frames; i++)
        {
            var frame = _bytes.AsSpan(i * BytesPerFrame);
            left[i] = BinaryPrimitives.ReadInt16LittleEndian(frame) / 32768f;
            right[i] = BinaryPrimitives.ReadInt16LittleEndian(frame[2..]) / 32768f;
        }

        return frames;
    }

    /// <summary>Writers that could not go back leave 0 or the largest number: then it is all that follows.</summary>
    private static long Length(uint size) => size is 0 or uint.MaxValue ? long.MaxValue : size;

    private static int RateOf(ReadOnlySpan<byte> format)
    {
        if (format.Length < 16)
        {
            throw new WavFormatException("with a format that is cut off");
        }

        var tag = BinaryPrimitives.ReadUInt16LittleEndian(format);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        var rate = BinaryPrimitives.ReadInt32LittleEndian(format[4..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        if (channels != 2)
        {
            throw new WavFormatException($"with {channels} channel(s) instead of 2");
        }

        if (tag is not (Pcm or Extensible) || bits != 16)
        {
            throw new WavFormatException($"with {bits} bits of format {tag} instead of 16 bits of PCM");
        }

        return rate is >= 8_000 and <= 48_000
            ? rate
            : throw new WavFormatException($"with {rate} samples a second instead of 8000 to 48000");
    }

    private static async Task FillAsync(Stream stream, byte[] buffer, string otherwise, CancellationToken cancellation)
    {
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        if (read < buffer.Length)
        {
            throw new WavFormatException(otherwise);
        }
    }
}
