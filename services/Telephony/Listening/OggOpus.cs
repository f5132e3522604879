using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CallCenter.Telephony.Recordings;
using Concentus;
using Concentus.Enums;

namespace CallCenter.Telephony.Listening;

/// <summary>
/// Makes Ogg/Opus (RFC 7845) of a stereo WAV of ours: an eighth of its size, playable by every browser. For the ear
/// only; what counts as evidence is the WAV, whose SHA-256 was said.
/// </summary>
public static class OggOpus
{
    private const int HeaderBytes = 44;

    /// <summary>20 ms, in samples of one side.</summary>
    private const int Frame = StereoWav.SampleRate / 50;

    /// <summary>Of both sides: telephone speech needs no more.</summary>
    private const int BitsPerSecond = 32_000;

    /// <summary>Positions in the stream count 48 000 a second, whatever the rate of the input.</summary>
    private const int Scale = 48_000 / StereoWav.SampleRate;

    private const int FramesPerPage = 50;
    private const int MaximumPacket = 1_275 * 2;

    static OggOpus() =>
        // The same code everywhere: no search for a library that may lie on the machine.
        OpusCodecFactory.AttemptToUseNativeLibrary = false;

    /// <param name="wav">Can seek.</param>
    /// <param name="serial">Of the stream; any number.</param>
    public static async Task EncodeAsync(Stream wav, Stream ogg, uint serial, CancellationToken cancellation)
    {
        using var encoder = OpusCodecFactory.CreateEncoder(
            StereoWav.SampleRate, 2, OpusApplication.OPUS_APPLICATION_VOIP);
        encoder.Bitrate = BitsPerSecond;
        encoder.Complexity = 5;
        var skip = encoder.Lookahead * Scale;
        var pages = new OggPages(ogg, serial);
        await pages.AddAsync(Head(skip), 0, cancellation);
        await pages.FlushAsync(isLast: false, cancellation);
        await pages.AddAsync(Tags(), 0, cancellation);
        await pages.FlushAsync(isLast: false, cancellation);

        var samples = Math.Max(0, wav.Length - HeaderBytes) / 4;
        var end = skip + (samples * Scale);
        // The last frames flush what the encoder holds back.
        var frames = (end + (Frame * Scale) - 1) / (Frame * Scale);
        var input = new byte[Frame * 4];
        var packet = new byte[MaximumPacket];
        wav.Position = HeaderBytes;
        for (var frame = 1L; frame <= frames; frame++)
        {
            var read = await wav.ReadAtLeastAsync(input, input.Length, throwOnEndOfStream: false, cancellation);
            input.AsSpan(read).Clear();
            var length = encoder.Encode(
                MemoryMarshal.Cast<byte, short>(input), Frame, packet, packet.Length);
            await pages.AddAsync(
                packet.AsMemory(0, length), Math.Min(frame * Frame * Scale, end), cancellation);
            if (frame % FramesPerPage == 0 && frame < frames)
            {
                await pages.FlushAsync(isLast: false, cancellation);
            }
        }

        await pages.FlushAsync(isLast: true, cancellation);
    }

    private static byte[] Head(int skip)
    {
        var head = new byte[19];
        "OpusHead"u8.CopyTo(head);
        head[8] = 1;
        head[9] = 2;
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(10), (ushort)skip);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(12), StereoWav.SampleRate);
        return head;
    }

    private static byte[] Tags()
    {
        var vendor = "CallCenter"u8;
        var tags = new byte[16 + vendor.Length];
        "OpusTags"u8.CopyTo(tags);
        BinaryPrimitives.WriteInt32LittleEndian(tags.AsSpan(8), vendor.Length);
        vendor.CopyTo(tags.AsSpan(12));
        return tags;
    }
}
