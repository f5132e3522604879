using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using CallCenter.Local.Processes;

namespace CallCenter.Local.Ports;

/// <summary>
/// A port base that nobody else uses. The claim is a listening socket on the last port of the thousand: the kernel
/// releases it however this process ends, which a lock file cannot promise.
/// </summary>
public sealed class FreePorts : IDisposable
{
    private const int First = 18000;
    private const int Count = 14;
    private const int Step = 1000;
    private readonly Socket _claim;

    private FreePorts(PortTable table, Socket claim)
    {
        Table = table;
        _claim = claim;
    }

    public PortTable Table { get; }

    /// <summary>Claims a free base; starts at a random one so that parallel processes rarely meet.</summary>
    public static FreePorts Take()
    {
        var start = RandomNumberGenerator.GetInt32(Count);
        for (var turn = 0; turn < Count; turn++)
        {
            var table = new PortTable(First + ((start + turn) % Count * Step));
            if (TryListen(table.Base + Step - 1) is not { } claim)
            {
                continue;
            }

            if (table.Tcp.All(entry => IsFree(entry.Port)) && table.Udp.All(entry => IsUdpFree(entry.Port)))
            {
                return new FreePorts(table, claim);
            }

            claim.Dispose();
        }

        throw new StartFailedException($"No free ports between {First} and {First + (Count * Step) - 1}.");
    }

    /// <summary>True when nobody listens on the TCP port of loopback.</summary>
    public static bool IsFree(int port)
    {
        using var socket = TryListen(port);
        return socket is not null;
    }

    /// <summary>True when nobody receives on the UDP port of loopback.</summary>
    public static bool IsUdpFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            // Taken: that is the answer.
            return false;
        }
    }

    public void Dispose() => _claim.Dispose();

    private static Socket? TryListen(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(1);
            return socket;
        }
        catch (SocketException)
        {
            // Taken: that is the answer.
            socket.Dispose();
            return null;
        }
    }
}
