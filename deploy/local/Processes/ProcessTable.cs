using System.Globalization;
using System.Runtime.InteropServices;

namespace CallCenter.Local.Processes;

/// <summary>Signals by their Linux numbers.</summary>
public enum Signal
{
    None = 0,
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

/// <summary>What /proc says about processes.</summary>
public static partial class ProcessTable
{
    /// <summary>True for root (also under sudo).</summary>
    public static bool IsRoot => GetEffectiveUserId() == 0;

    /// <summary>The user that this program runs as.</summary>
    public static uint UserId => GetEffectiveUserId();

    /// <summary>True when the signal was delivered; false when there is no such process.</summary>
    public static bool Send(int id, Signal signal) => Kill(id, (int)signal) == 0;

    /// <summary>Name of the program (15 characters at most), or null.</summary>
    public static string? NameOf(int id) => Fields(id)?.Name;

    /// <summary>
    /// Start of a process in clock ticks since boot: with the id it tells a process from a later one with the same id.
    /// Null when there is none or when it is a zombie.
    /// </summary>
    public static long? StartOf(int id) => Fields(id) is { State: not 'Z' } fields ? fields.Start : null;

    public static bool IsSame(int id, long start) => StartOf(id) == start;

    public static int? ParentOf(int id) => Fields(id)?.Parent;

    /// <summary>All processes below one, nearest first.</summary>
    public static IReadOnlyList<int> Descendants(int id)
    {
        var parents = All().Select(child => (child, fields: Fields(child)))
            .Where(entry => entry.fields is not null)
            .ToLookup(entry => entry.fields!.Value.Parent, entry => entry.child);
        var found = new List<int>(parents[id]);
        for (var next = 0; next < found.Count; next++)
        {
            found.AddRange(parents[found[next]]);
        }

        return found;
    }

    public static IEnumerable<int> All() =>
        Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0);

    private static (string Name, char State, int Parent, long Start)? Fields(int id)
    {
        string line;
        try
        {
            line = File.ReadAllText($"/proc/{id}/stat");
        }
        catch (IOException)
        {
            // The process ended between listing and reading: that is an answer, not a fault.
            return null;
        }

        // The name stands in brackets and may itself hold spaces and brackets.
        var open = line.IndexOf('(');
        var close = line.LastIndexOf(')');
        var rest = line[(close + 2)..].Split(' ');
        return (line[(open + 1)..close], rest[0][0], int.Parse(rest[1], CultureInfo.InvariantCulture),
            long.Parse(rest[19], CultureInfo.InvariantCulture));
    }

    /// <summary>Gives a file to a user and the group of the same number; links are not followed.</summary>
    public static void GiveTo(string path, int user)
    {
        if (ChangeOwner(path, user, user) != 0)
        {
            throw new IOException($"Cannot give {path} to user {user}: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, int user, int group);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int id, int signal);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();
}
