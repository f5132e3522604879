using System.Net;
using System.Net.Sockets;

namespace CallCenter.Local.Ports;

/// <summary>
/// Whether somebody listens on a TCP port of loopback. A refused connection is an answer here and not an exception:
/// waiting by exceptions takes half a core from the servers that are waited for.
/// </summary>
internal static class OpenPort
{
    public static async Task<bool> AnswersAsync(int port, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var connect = new SocketAsyncEventArgs { RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, port) };
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connect.Completed += (_, _) => done.TrySetResult();
        if (socket.ConnectAsync(connect))
        {
            await using var cancelled = cancellation.Register(() => Socket.CancelConnectAsync(connect));
            await done.Task;
            cancellation.ThrowIfCancellationRequested();
        }

        return connect.SocketError == SocketError.Success;
    }
}
