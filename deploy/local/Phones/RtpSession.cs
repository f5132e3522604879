using System.Net;
using System.Net.Sockets;

namespace CallCenter.Local.Phones;

/// <summary>The audio of one call: a socket, what is said, and what is heard.</summary>
public sealed class RtpSession : IDisposable
{
    /// <summary>Packets taken in at one step; more wait for the next, so that a flood cannot hold the clock.</summary>
    private const int MostAtOnce = 32;

    private static readonly TimeSpan UsualKey = TimeSpan.FromMilliseconds(120);

    private readonly Socket _socket;
    private readonly RtpReceiver _receiver;
    private readonly RtpSender _sender;
    private readonly byte[] _buffer = new byte[2_048];
    private readonly Lock _gate = new();
    private Agreed? _agreed;
    private double? _tone;
    private int _phase = -1;
    private long _sent;
    private bool _mute;
    private bool _disposed;

    internal RtpSession(IPAddress address, TimeProvider time, int losesOneOf = 0)
    {
        _sender = new RtpSender(losesOneOf);
        _receiver = new RtpReceiver(time);
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        _socket.Bind(new IPEndPoint(address, 0));
        Address = (IPEndPoint)_socket.LocalEndPoint!;
    }

    /// <summary>Where this side hears.</summary>
    public IPEndPoint Address { get; }

    public RtpCounters Counters => _receiver.Counters with { Sent = Interlocked.Read(ref _sent) };

    /// <summary>Keys the other side has pressed.</summary>
    public string Keys => _receiver.Keys;

    /// <summary>The codec that is spoken: 0 is PCMU, 8 is PCMA; absent before the call is connected.</summary>
    public int? Codec => Volatile.Read(ref _agreed)?.Codec;

    public void ResetCounters() => _receiver.Reset();

    public void SendTone(double hz) => Say(hz);

    public void SendSilence() => Say(null);

    /// <summary>No packet leaves until something is said again, as with a phone whose network is gone.</summary>
    public void SendNothing() => Volatile.Write(ref _mute, true);

    public Task PressAsync(char key, TimeSpan? length = null)
    {
        lock (_gate)
        {
            return _disposed ? Task.CompletedTask : _sender.Press(key, length ?? UsualKey);
        }
    }

    /// <summary>True when the tone, or without one any sound, is heard in time.</summary>
    public Task<bool> HearsAsync(double? hz, TimeSpan within) => _receiver.HearsAsync(hz, within);

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _socket.Dispose();
            _sender.End();
        }

        RtpClock.Leave(this);
        _receiver.End();
    }

    /// <summary>Talks to the other side from now on; said again when the audio moves.</summary>
    internal void Connect(SessionDescription theirs, int codec)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            var sends = theirs.Direction is "sendrecv" or "recvonly";
            _agreed = new Agreed(theirs.Media, codec, theirs.TelephoneEvent, sends);
            _sender.Say(_tone is { } hz ? Tones.Encode(hz, codec) : null);
            _socket.Connect(theirs.Media);
            _phase = _phase < 0 ? RtpClock.Join(this) : _phase;
        }
    }

    /// <summary>One step of the clock: takes in what has come, and sends when it is this stream's turn.</summary>
    internal void Tick(long phase, long now)
    {
        lock (_gate)
        {
            if (_disposed || _agreed is not { } agreed)
            {
                return;
            }

            for (var i = 0; i < MostAtOnce; i++)
            {
                var length = _socket.Receive(_buffer, SocketFlags.None, out var error);
                if (error == SocketError.WouldBlock)
                {
                    break;
                }

                // A refused port answers our own packet: the other side is gone, which signalling will say.
                if (error == SocketError.Success)
                {
                    _receiver.Receive(_buffer.AsSpan(0, length), now, agreed.KeyType);
                }
            }

            if (phase == _phase && agreed.Sends && !_mute)
            {
                var length = _sender.Next(_buffer, agreed.Codec, agreed.KeyType);
                _socket.Send(_buffer.AsSpan(0, length), SocketFlags.None, out var error);
                _sent += error == SocketError.Success ? 1 : 0;
            }
        }
    }

    private void Say(double? hz)
    {
        lock (_gate)
        {
            _tone = hz;
            _mute = false;
            _sender.Say(hz is { } tone && _agreed is { } agreed ? Tones.Encode(tone, agreed.Codec) : null);
        }
    }

    private sealed record Agreed(IPEndPoint Media, int Codec, int? KeyType, bool Sends);
}
