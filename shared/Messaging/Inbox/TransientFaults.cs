using System.Net.Sockets;
using Npgsql;

namespace CallCenter.Messaging.Inbox;

/// <summary>
/// Faults that pass by themselves: the message is tried again in its place instead of going to the error queue.
/// </summary>
internal static class TransientFaults
{
    public static bool Is(Exception e) => e switch
    {
        // The server is being ended (57P01), has crashed (57P02) or is read-only after a switch to a standby (25006);
        // it has ended a session that was idle too long (57P05) or so in its transaction (25P03): we stood still.
        PostgresException p when p.SqlState is "57P01" or "57P02" or "57P05" or "25006" or "25P03" => true,

        // It lets nobody in: the wrong password (28P01, 28000), no such database (3D000). Never the fault of an event.
        PostgresException p when p.SqlState is "28P01" or "28000" or "3D000" => true,
        NpgsqlException n => n.IsTransient || n.InnerException is IOException or SocketException or TimeoutException,
        TimeoutException or IOException or SocketException or HttpRequestException => true,
        _ => false,
    };
}
