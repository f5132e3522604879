using System.Net;
using System.Net.Sockets;

namespace CallCenter.Local.Phones;

/// <summary>A phone's UDP socket for signalling: sends messages, and hands on those that came in.</summary>
internal sealed class SipTransport : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private Task _receiving = Task.CompletedTask;
    private long _malformed;

    public SipTransport(IPEndPoint address, TimeProvider time)
    {
        _time = time;
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        _socket.Bind(address);
        LocalAddress = (IPEndPoint)_socket.LocalEndPoint!;
    }

    public IPEndPoint LocalAddress { get; }

    /// <summary>Datagrams that could not be read as SIP; they are dropped.</summary>
    public long Malformed => Interlocked.Read(ref _malformed);

    public void Start(Action<SipArrival> received) => _receiving = Task.Run(() => ReceiveAsync(received));

    public void Send(byte[] message, IPEndPoint to)
    {
        try
        {
            _socket.SendTo(message, SocketFlags.None, to);
        }
        catch (ObjectDisposedException)
        {
            // A timer may still hold a message when the phone is put away: nobody is left to hear it.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        try
        {
            await _receiving;
        }
        finally
        {
            _stop.Dispose();
        }
    }

    private async Task ReceiveAsync(Action<SipArrival> received)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(SipParser.MaximumBytes);
        while (!_stop.IsCancellationRequested)
        {
            SocketReceiveFromResult datagram;
            try
            {
                datagram = await _socket.ReceiveFromAsync(
                    buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
            }
            catch (Exception ended) when (_stop.IsCancellationRequested
                && ended is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }

            var at = _time.GetTimestamp();
            if (SipParser.TryParse(buffer.AsSpan(0, datagram.ReceivedBytes), out var message, out _))
            {
                received(new SipArrival(message, (IPEndPoint)datagram.RemoteEndPoint, at));
            }
            else if (!IsKeepAlive(buffer.AsSpan(0, datagram.ReceivedBytes)))
            {
                Interlocked.Increment(ref _malformed);
            }
        }
    }

    private static bool IsKeepAlive(ReadOnlySpan<byte> datagram) => datagram.Trim("\r\n\0"u8).IsEmpty;
}

/// <summary>A message, who sent it, and when it came in (a <see cref="TimeProvider"/> timestamp).</summary>
internal sealed record SipArrival(SipMessage Message, IPEndPoint From, long At);
