using System.Buffers.Binary;
using System.Text;

namespace CallCenter.Local.Sounds;

/// <summary>Telephone audio: RIFF/WAVE, 8 kHz, 16 bits, one channel.</summary>
public static class WaveFile
{
    public const int Rate = 8000;
    private const int HeaderSize = 44;

    /// <summary>Writes a whole file, or none.</summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<short> samples, CancellationToken cancellation)
    {
        var bytes = new byte[HeaderSize + (samples.Length * 2)];
        WriteHeader(bytes, samples.Length * 2);
        for (var index = 0; index < samples.Length; index++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(HeaderSize + (index * 2)), samples.Span[index]);
        }

        var part = $"{path}.part";
        await File.WriteAllBytesAsync(part, bytes, cancellation);
        File.Move(part, path, overwrite: true);
    }

    private static void WriteHeader(Span<byte> header, int dataSize)
    {
        Encoding.ASCII.GetBytes("RIFF", header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], 36 + dataSize);
        Encoding.ASCII.GetBytes("WAVEfmt ", header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], Rate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], Rate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        Encoding.ASCII.GetBytes("data", header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], dataSize);
    }
}
