namespace CallCenter.Local.Phones;

/// <summary>The two codecs of the telephone network (ITU-T G.711): PCMU is payload type 0, PCMA is 8.</summary>
public static class G711
{
    public const int Pcmu = 0;
    public const int Pcma = 8;

    private static readonly short[] FromPcmu = Table(ExpandPcmu);
    private static readonly short[] FromPcma = Table(ExpandPcma);

    /// <summary>The byte that says nothing.</summary>
    public static byte Silence(int codec) => codec == Pcma ? (byte)0xD5 : (byte)0xFF;

    public static void Decode(int codec, ReadOnlySpan<byte> payload, Span<short> samples)
    {
        var table = codec == Pcma ? FromPcma : FromPcmu;
        for (var i = 0; i < payload.Length; i++)
        {
            samples[i] = table[payload[i]];
        }
    }

    public static byte Encode(int codec, short sample) => codec == Pcma ? CompressPcma(sample) : CompressPcmu(sample);

    private static short[] Table(Func<byte, short> expand) =>
        [.. Enumerable.Range(0, 256).Select(code => expand((byte)code))];

    private static short ExpandPcmu(byte code)
    {
        var value = ~code & 0xFF;
        var magnitude = ((((value & 0x0F) << 3) + 0x84) << ((value >> 4) & 0x07)) - 0x84;
        return (short)((value & 0x80) != 0 ? -magnitude : magnitude);
    }

    private static short ExpandPcma(byte code)
    {
        var value = code ^ 0x55;
        var exponent = (value >> 4) & 0x07;
        var magnitude = ((value & 0x0F) << 4) + 8;
        magnitude = exponent == 0 ? magnitude : (magnitude + 0x100) << (exponent - 1);
        return (short)((value & 0x80) != 0 ? magnitude : -magnitude);
    }

    private static byte CompressPcmu(short sample)
    {
        var sign = sample < 0 ? 0x80 : 0;
        var magnitude = Math.Min(Math.Abs((int)sample), 32_635) + 0x84;
        var exponent = Math.Max(0, 31 - int.LeadingZeroCount(magnitude) - 7);
        return (byte)~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0F));
    }

    private static byte CompressPcma(short sample)
    {
        var sign = sample < 0 ? 0 : 0x80;
        var magnitude = Math.Min(sample < 0 ? ~sample : sample, 32_767);
        var exponent = Math.Max(0, 31 - int.LeadingZeroCount(Math.Max(magnitude, 1)) - 7);
        var mantissa = (magnitude >> (exponent == 0 ? 4 : exponent + 3)) & 0x0F;
        return (byte)((sign | (exponent << 4) | mantissa) ^ 0x55);
    }
}
