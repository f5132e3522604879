using System.Text;

namespace CallCenter.Local.Phones;

/// <summary>Hears one audio stream: counts what is missing, and finds keys and tones.</summary>
internal sealed class RtpReceiver(TimeProvider time)
{
    private const int LongestPayload = 2_048;

    // RFC 3550, appendix A.1: a packet further ahead than the first, and not one of the last so many that come late,
    // begins a new sequence. A switch that moves a stream to other media does that without a new source.
    private const int MostDropped = 3_000;
    private const int MostMisordered = 100;

    private static readonly TimeSpan LongPause = TimeSpan.FromMilliseconds(60);

    private readonly Lock _gate = new();
    private readonly StringBuilder _keys = new();
    private readonly short[] _samples = new short[LongestPayload];
    private ToneListener[] _listeners = [];
    private long _received;
    private long _lost;
    private long _gaps;
    private long _longPauses;
    private long _malformed;
    private TimeSpan _largestPause;
    private uint? _source;
    private ushort _expected;
    private long _lastAt;
    private uint? _lastKeyAt;
    private bool _ended;

    public RtpCounters Counters
    {
        get
        {
            lock (_gate)
            {
                return new RtpCounters
                {
                    Received = _received,
                    Lost = _lost,
                    SequenceGaps = _gaps,
                    LongPauses = _longPauses,
                    LargestPause = _largestPause,
                    Malformed = _malformed,
                };
            }
        }
    }

    public string Keys
    {
        get
        {
            lock (_gate)
            {
                return _keys.ToString();
            }
        }
    }

    /// <summary>Counts from zero again, such as at the start of the talk that is to be measured.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _received = _lost = _gaps = _longPauses = _malformed = 0;
            _largestPause = TimeSpan.Zero;
            _source = null;
            _lastAt = 0;
        }
    }

    public async Task<bool> HearsAsync(double? hz, TimeSpan within)
    {
        var listener = new ToneListener(hz);
        lock (_gate)
        {
            if (_ended)
            {
                return false;
            }

            _listeners = [.. _listeners, listener];
        }

        await Task.WhenAny(listener.Heard, Task.Delay(within, time));
        lock (_gate)
        {
            _listeners = [.. _listeners.Where(other => other != listener)];
        }

        return listener.Heard is { IsCompleted: true, Result: true };
    }

    public void Receive(ReadOnlySpan<byte> datagram, long at, int? keyType)
    {
        var isRtp = RtpPacket.TryRead(datagram, out var packet);
        lock (_gate)
        {
            if (!isRtp)
            {
                _malformed++;
                return;
            }

            Count(packet, at);
            var payload = datagram[packet.Payload];
            if (packet.PayloadType == keyType || packet.PayloadType == SessionDescription.OfferedTelephoneEvent)
            {
                ReceiveKey(packet.Timestamp, payload);
            }
            else if (_listeners.Length > 0 && packet.PayloadType is G711.Pcmu or G711.Pcma
                && payload.Length <= LongestPayload)
            {
                G711.Decode(packet.PayloadType, payload, _samples);
                foreach (var listener in _listeners)
                {
                    listener.Hear(_samples.AsSpan(0, payload.Length));
                }
            }
        }
    }

    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            foreach (var listener in _listeners)
            {
                listener.End();
            }
        }
    }

    private void Count(RtpPacket packet, long at)
    {
        long lost = 0;
        if (_source == packet.Source)
        {
            var ahead = (ushort)(packet.Sequence - _expected);
            var late = ahead >= 65_536 - MostMisordered;

            // A late packet was counted as missing when its successor came: it is not.
            lost = late ? -1 : ahead > MostDropped ? 0 : ahead;
            _expected = late ? _expected : (ushort)(packet.Sequence + 1);
        }
        else
        {
            _source = packet.Source;
            _expected = (ushort)(packet.Sequence + 1);
        }

        var pause = _lastAt == 0 ? TimeSpan.Zero : time.GetElapsedTime(_lastAt, at);
        _lastAt = at;
        _received++;
        _lost = Math.Max(0, _lost + lost);
        _gaps += lost > 0 ? 1 : 0;
        _longPauses += lost <= 0 && pause > LongPause ? 1 : 0;
        _largestPause = pause > _largestPause ? pause : _largestPause;
    }

    /// <summary>A key counts once, by its time stamp, when its end is heard (it is sent three times).</summary>
    private void ReceiveKey(uint timestamp, ReadOnlySpan<byte> payload)
    {
        const string keys = "0123456789*#ABCD";
        if (payload.Length >= 4 && payload[0] < keys.Length && (payload[1] & 0x80) != 0
            && _lastKeyAt != timestamp && _keys.Length < 1_000)
        {
            _lastKeyAt = timestamp;
            _keys.Append(keys[payload[0]]);
        }
    }
}
