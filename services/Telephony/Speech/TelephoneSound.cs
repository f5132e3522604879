using System.Buffers.Binary;

namespace CallCenter.Telephony.Speech;

/// <summary>
/// From a speech engine's WAV (16 bits, one channel, any rate from 8 kHz) to the telephone's: 8 kHz. Windowed-sinc
/// interpolation, so that nothing above 4 kHz folds back as noise.
/// </summary>
public static class TelephoneSound
{
    public const int Rate = 8_000;
    private const int HeaderSize = 44;
    // Half the width of the filter, in samples of the telephone: wide enough for speech.
    private const int HalfWidth = 12;

    /// <summary>The telephone's WAV; null when the file is no such WAV or holds no sound.</summary>
    public static byte[]? FromWav(ReadOnlySpan<byte> wav)
    {
        if (wav.Length <= HeaderSize || !wav[..4].SequenceEqual("RIFF"u8) || !wav[8..16].SequenceEqual("WAVEfmt "u8)
            || BinaryPrimitives.ReadInt16LittleEndian(wav[22..]) != 1
            || BinaryPrimitives.ReadInt16LittleEndian(wav[34..]) != 16)
        {
            return null;
        }

        var rate = BinaryPrimitives.ReadInt32LittleEndian(wav[24..]);
        if (rate is < Rate or > 192_000)
        {
            return null;
        }

        // By length and not by header: who writes to a pipe does not know the length when the header goes out.
        var samples = new short[(wav.Length - HeaderSize) / 2];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(wav[(HeaderSize + (i * 2))..]);
        }

        return Wav(samples, rate);
    }

    private static byte[] Wav(short[] samples, int rate)
    {
        var length = (int)((long)samples.Length * Rate / rate);
        var wav = new byte[HeaderSize + (length * 2)];
        WriteHeader(wav, length * 2);
        var step = (double)rate / Rate;
        for (var i = 0; i < length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(HeaderSize + (i * 2)), At(samples, i * step, step));
        }

        return wav;
    }

    private static short At(short[] samples, double position, double step)
    {
        var reach = HalfWidth * step;
        var from = Math.Max(0, (int)Math.Ceiling(position - reach));
        var to = Math.Min(samples.Length - 1, (int)(position + reach));
        var (sum, weights) = (0.0, 0.0);
        for (var i = from; i <= to; i++)
        {
            var distance = i - position;
            var weight = Sinc(0.95 * distance / step) * (0.5 + (0.5 * Math.Cos(Math.PI * distance / reach)));
            sum += samples[i] * weight;
            weights += weight;
        }

        return (short)Math.Clamp(sum / weights, short.MinValue, short.MaxValue);
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    private static void WriteHeader(Span<byte> header, int bytes)
    {
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], HeaderSize - 8 + bytes);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], Rate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], Rate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], bytes);
    }
}
