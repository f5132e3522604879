using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace CallCenter.Local.Phones;

/// <summary>Writes the packets of one audio stream, one every 20 ms. Used by the clock's thread only.</summary>
/// <param name="losesOneOf">One of so many packets is skipped; 0 for none.</param>
internal sealed class RtpSender(int losesOneOf = 0)
{
    /// <summary>Samples of 20 ms.</summary>
    public const int Samples = 160;

    private const string KeyNames = "0123456789*#ABCD";
    private const int EndPackets = 3;

    private readonly ConcurrentQueue<KeyPress> _keys = new();
    private readonly uint _source = BinaryPrimitives.ReadUInt32BigEndian(RandomNumberGenerator.GetBytes(4));
    private ushort _sequence = (ushort)RandomNumberGenerator.GetInt32(1 << 15);
    private uint _timestamp = (uint)RandomNumberGenerator.GetInt32(int.MaxValue);
    private byte[]? _tone;
    private int _toneAt;
    private bool _first = true;
    private KeyPress? _key;
    private uint _keyTimestamp;
    private int _keyDuration;
    private int _endsLeft;

    /// <summary>One second of encoded audio that is said again and again; null says nothing.</summary>
    public void Say(byte[]? tone) => Volatile.Write(ref _tone, tone);

    public Task Press(char key, TimeSpan length)
    {
        var press = new KeyPress(KeyNames.IndexOf(char.ToUpperInvariant(key)), (int)(length.TotalSeconds * 8_000));
        ArgumentOutOfRangeException.ThrowIfNegative(press.Code, nameof(key));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, TimeSpan.FromSeconds(5));
        _keys.Enqueue(press);
        return press.Sent.Task;
    }

    /// <summary>Writes the next packet and says how long it is.</summary>
    public int Next(Span<byte> to, int codec, int? keyType)
    {
        if (_key is null && _keys.TryDequeue(out _key))
        {
            _keyTimestamp = _timestamp;
            _keyDuration = 0;
            _endsLeft = EndPackets;
        }

        var length = _key is not null && keyType is { } type ? NextKey(to, type) : NextAudio(to, codec);
        _timestamp += Samples;
        _sequence++;
        if (losesOneOf > 0 && _sequence % losesOneOf == 0)
        {
            _timestamp += Samples;
            _sequence++;
        }

        return length;
    }

    public void End()
    {
        _key?.Sent.TrySetResult();
        while (_keys.TryDequeue(out var left))
        {
            left.Sent.TrySetResult();
        }
    }

    private int NextAudio(Span<byte> to, int codec)
    {
        // Whoever hears no keys gets none: it is not pressed, and nobody waits for it.
        _key?.Sent.TrySetResult();
        _key = null;
        RtpPacket.WriteHeader(to, codec, _first, _sequence, _timestamp, _source);
        _first = false;
        var payload = to.Slice(RtpPacket.HeaderLength, Samples);
        if (Volatile.Read(ref _tone) is { } tone)
        {
            tone.AsSpan(_toneAt, Samples).CopyTo(payload);
        }
        else
        {
            payload.Fill(G711.Silence(codec));
        }

        _toneAt = (_toneAt + Samples) % Tones.SampleRate;
        return RtpPacket.HeaderLength + Samples;
    }

    private int NextKey(Span<byte> to, int type)
    {
        var key = _key!;
        var isStart = _keyDuration == 0;
        _keyDuration += _keyDuration < key.Samples ? Samples : 0;
        var isEnd = _keyDuration >= key.Samples;
        RtpPacket.WriteHeader(to, type, isStart, _sequence, _keyTimestamp, _source);
        to[12] = (byte)key.Code;
        to[13] = (byte)(isEnd ? 0x8A : 0x0A);
        BinaryPrimitives.WriteUInt16BigEndian(to[14..], (ushort)_keyDuration);
        if (isEnd && --_endsLeft == 0)
        {
            _key = null;
            _first = true;
            key.Sent.TrySetResult();
        }

        return RtpPacket.HeaderLength + 4;
    }

    private sealed record KeyPress(int Code, int Samples)
    {
        public TaskCompletionSource Sent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
