using System.Globalization;
using CallCenter.Local.Processes;

namespace CallCenter.Local.Ports;

/// <summary>Who listens on a TCP port, as far as /proc lets us see.</summary>
internal static class PortOwner
{
    private const string Listening = "0A";

    /// <summary>Name and id of the process, or null.</summary>
    public static string? Describe(int port)
    {
        var inodes = Inodes("/proc/net/tcp", port).Concat(Inodes("/proc/net/tcp6", port))
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

    private static List<string> Inodes(string table, int port)
    {
        if (!File.Exists(table))
        {
            return [];
        }

        var ending = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        return File.ReadLines(table).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[1].EndsWith(ending, StringComparison.Ordinal) && fields[3] == Listening)
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
