using System.Buffers;
using System.Buffers.Binary;

namespace CallCenter.Telephony.Listening;

/// <summary>Writes packets as pages of one Ogg stream (RFC 3533).</summary>
internal sealed class OggPages(Stream target, uint serial)
{
    private const int MaximumSegments = 255;
    private static readonly uint[] Table = MakeTable();
    private readonly byte[] _segments = new byte[MaximumSegments];
    private readonly ArrayBufferWriter<byte> _body = new();
    private int _segmentCount;
    private uint _number;
    private long _granule;

    /// <summary>Adds a packet of at most 63 kB; a page is written when it is full.</summary>
    /// <param name="granule">Position in the stream after the packet.</param>
    public async Task AddAsync(ReadOnlyMemory<byte> packet, long granule, CancellationToken cancellation)
    {
        var needed = (packet.Length / 255) + 1;
        if (_segmentCount + needed > MaximumSegments)
        {
            await FlushAsync(isLast: false, cancellation);
        }

        for (var left = packet.Length; left >= 255; left -= 255)
        {
            _segments[_segmentCount++] = 255;
        }

        _segments[_segmentCount++] = (byte)(packet.Length % 255);
        _body.Write(packet.Span);
        _granule = granule;
    }

    /// <summary>Writes what is waiting as a page.</summary>
    public async Task FlushAsync(bool isLast, CancellationToken cancellation)
    {
        var page = new byte[27 + _segmentCount + _body.WrittenCount];
        "OggS"u8.CopyTo(page);
        page[5] = (byte)((_number == 0 ? 2 : 0) | (isLast ? 4 : 0));
        BinaryPrimitives.WriteInt64LittleEndian(page.AsSpan(6), _granule);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(14), serial);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(18), _number++);
        page[26] = (byte)_segmentCount;
        _segments.AsSpan(0, _segmentCount).CopyTo(page.AsSpan(27));
        _body.WrittenSpan.CopyTo(page.AsSpan(27 + _segmentCount));
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(22), Checksum(page));
        await target.WriteAsync(page, cancellation);
        _body.ResetWrittenCount();
        _segmentCount = 0;
    }

    /// <summary>Of a page whose own field of it is 0.</summary>
    internal static uint Checksum(ReadOnlySpan<byte> page)
    {
        var sum = 0u;
        foreach (var one in page)
        {
            sum = (sum << 8) ^ Table[(byte)(sum >> 24) ^ one];
        }

        return sum;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var value = i << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value << 1) ^ ((value & 0x8000_0000) != 0 ? 0x04C1_1DB7u : 0);
            }

            table[i] = value;
        }

        return table;
    }
}
