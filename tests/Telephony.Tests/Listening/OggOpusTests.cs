using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CallCenter.Telephony.Listening;
using CallCenter.Telephony.Recordings;
using Concentus;
using Xunit;

namespace CallCenter.Telephony.Tests.Listening;

/// <summary>What is made for the ear: whole pages with right sums, and both tones on their own sides.</summary>
public sealed class OggOpusTests
{
    private const double Left = 700;
    private const double Right = 1500;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(8000 * 3)]
    [InlineData(8000 * 3 + 77)]
    [InlineData(1)]
    [InlineData(0)]
    public async Task Pages_are_whole_and_as_long_as_the_recording(int samples)
    {
        var pages = Pages(await EncodeAsync(samples));
        Assert.Equal(2, pages[0].Flags);
        Assert.Equal(4, pages[^1].Flags);
        Assert.Equal(Enumerable.Range(0, pages.Count), pages.Select(page => (int)page.Number));
        Assert.Equal("OpusHead"u8, pages[0].Packets[0].AsSpan(0, 8));
        Assert.Equal("OpusTags"u8, pages[1].Packets[0].AsSpan(0, 8));
        var skip = BinaryPrimitives.ReadUInt16LittleEndian(pages[0].Packets[0].AsSpan(10));
        Assert.Equal(samples * 6L, pages[^1].Granule - skip);
    }

    [Fact]
    public async Task Each_side_is_heard_on_its_own_side()
    {
        var packets = Pages(await EncodeAsync(8000 * 3)).Skip(2).SelectMany(page => page.Packets).ToList();
        using var decoder = OpusCodecFactory.CreateDecoder(8000, 2);
        var wav = new MemoryStream();
        wav.Write(new byte[44]);
        var frame = new short[160 * 2];
        foreach (var packet in packets)
        {
            Assert.Equal(160, decoder.Decode(packet, frame, 160));
            wav.Write(MemoryMarshal.AsBytes<short>(frame));
        }

        Houses.StereoTones.Hold(wav, Left, Right, leak: 300);
    }

    [Fact]
    public async Task It_is_at_most_a_sixth_of_the_size()
    {
        Assert.InRange((await EncodeAsync(8000 * 30)).Length, 10_000, 8000 * 30 * 4 / 6);
    }

    private static async Task<byte[]> EncodeAsync(int samples)
    {
        var wav = new byte[44 + (samples * 4)];
        var sides = MemoryMarshal.Cast<byte, short>(wav.AsSpan(44));
        for (var i = 0; i < samples; i++)
        {
            // One after the other, as people talk: at this rate two who talk at once are heard faintly on each other's.
            var (side, hz) = i < samples / 2 ? (0, Left) : (1, Right);
            sides[(i * 2) + side] = (short)(8000 * Math.Sin(Math.Tau * hz * i / StereoWav.SampleRate));
        }

        using var ogg = new MemoryStream();
        await OggOpus.EncodeAsync(new MemoryStream(wav), ogg, 7, Cancellation);
        return ogg.ToArray();
    }

    private static List<Page> Pages(byte[] ogg)
    {
        var pages = new List<Page>();
        for (var at = 0; at < ogg.Length;)
        {
            Assert.Equal("OggS"u8, ogg.AsSpan(at, 4));
            var segments = ogg.AsSpan(at + 27, ogg[at + 26]).ToArray();
            var length = 27 + segments.Length + segments.Sum(one => one);
            var page = ogg.AsSpan(at, length).ToArray();
            var sum = BinaryPrimitives.ReadUInt32LittleEndian(page.AsSpan(22));
            page.AsSpan(22, 4).Clear();
            Assert.Equal(Sum(page), sum);
            var packets = new List<byte[]>();
            var (from, size) = (27 + segments.Length, 0);
            foreach (var segment in segments)
            {
                size += segment;
                if (segment < 255)
                {
                    packets.Add(page.AsSpan(from, size).ToArray());
                    (from, size) = (from + size, 0);
                }
            }

            pages.Add(new Page(
                page[5], BinaryPrimitives.ReadInt64LittleEndian(page.AsSpan(6)),
                BinaryPrimitives.ReadUInt32LittleEndian(page.AsSpan(18)), packets));
            at += length;
        }

        return pages;
    }

    /// <summary>RFC 3533's sum, bit by bit.</summary>
    private static uint Sum(byte[] page)
    {
        var sum = 0u;
        foreach (var one in page)
        {
            sum ^= (uint)one << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 0x8000_0000) != 0 ? (sum << 1) ^ 0x04C1_1DB7 : sum << 1;
            }
        }

        return sum;
    }

    private sealed record Page(byte Flags, long Granule, uint Number, List<byte[]> Packets);
}
