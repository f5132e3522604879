using System.Buffers.Binary;

namespace CallCenter.Local.Phones;

/// <summary>Header of an RTP packet (RFC 3550) and where its payload lies.</summary>
internal readonly record struct RtpPacket
{
    public const int HeaderLength = 12;

    public required int PayloadType { get; init; }

    public required bool Marker { get; init; }

    public required ushort Sequence { get; init; }

    public required uint Timestamp { get; init; }

    public required uint Source { get; init; }

    public required Range Payload { get; init; }

    /// <summary>Reads a datagram; false for anything that is not a whole RTP packet.</summary>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out RtpPacket packet)
    {
        packet = default;
        if (datagram.Length < HeaderLength || datagram[0] >> 6 != 2)
        {
            return false;
        }

        var start = HeaderLength + (4 * (datagram[0] & 0x0F));
        if ((datagram[0] & 0x10) != 0)
        {
            if (datagram.Length < start + 4)
            {
                return false;
            }

            start += 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(datagram[(start + 2)..]));
        }

        var padding = (datagram[0] & 0x20) != 0 ? datagram[^1] : 0;
        if (start + padding > datagram.Length)
        {
            return false;
        }

        packet = new RtpPacket
        {
            PayloadType = datagram[1] & 0x7F,
            Marker = (datagram[1] & 0x80) != 0,
            Sequence = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]),
            Timestamp = BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]),
            Source = BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]),
            Payload = start..(datagram.Length - padding),
        };
        return true;
    }

    public static void WriteHeader(Span<byte> to, int type, bool marker, ushort sequence, uint timestamp, uint source)
    {
        to[0] = 0x80;
        to[1] = (byte)(type | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(to[8..], source);
    }
}
