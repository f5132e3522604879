using System.Globalization;
using CallCenter.Local.Processes;

namespace CallCenter.Local.Ports;

/// <summary>Who has a port, as far as /proc lets us see.</summary>
internal static class PortOwner
{
    // What the kernel calls a TCP socket that listens, and a UDP one that receives.
    private const string Listening = "0A";
    private const string Receiving = "07";

    /// <summary>Name and id of the process, or null.</summary>
    /// <param name="port">Whose owner is asked for.</param>
    /// <param name="protocol">tcp or udp.</param>
    public static string? Describe(int port, string protocol)
    {
        var state = protocol == "udp" ? Receiving : Listening;
        var inodes = Inodes($"/proc/net/{protocol}", port, state)
            .Concat(Inodes($"/proc/net/{protocol}6", port, state))
            .Select(inode => $"socket:[{inode}]").ToHashSet();
        foreach (var id in ProcessTable.All())
        {
            if (Holds(id, inodes))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{ProcessTable.NameOf(id)} (process {id})");
            }
        }

        return null;
    }

    private static List<string> Inodes(string table, int port, string state)
    {
        if (!File.Exists(table))
        {
            return [];
        }

        var ending = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        return File.ReadLines(table).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[1].EndsWith(ending, StringComparison.Ordinal) && fields[3] == state)
            .Select(fields => fields[9])
            .ToList();
    }

    private static bool Holds(int id, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"/proc/{id}/fd")
                .Any(path => new FileInfo(path).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or is somebody else's.
            return false;
        }
    }
}
