using System.Globalization;
using CallCenter.Local.Processes;

namespace CallCenter.Fixtures;

/// <summary>
/// A temporary folder named after its process, so that the next run can remove what a killed one left.
/// </summary>
public sealed class TestDirectory : IDisposable
{
    private const string Prefix = "callcenter-tests-";

    private TestDirectory(string path) => Path = path;

    public string Path { get; }

    /// <param name="parent">Where it is made and others are looked for; without, where temporary files lie.</param>
    public static TestDirectory Create(string? parent = null)
    {
        parent ??= System.IO.Path.GetTempPath();
        foreach (var left in Directory.EnumerateDirectories(parent, $"{Prefix}*").Where(IsAbandoned).ToList())
        {
            Clear(left, Own(parent));
        }

        var path = Own(parent);
        Directory.CreateDirectory(path);
        return new TestDirectory(path);
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    /// <summary>A name that is nobody else's, and abandoned as soon as this process is gone.</summary>
    private static string Own(string parent)
    {
        var id = Environment.ProcessId;
        return System.IO.Path.Combine(parent, $"{Prefix}{id}-{ProcessTable.StartOf(id)}-{Guid.CreateVersion7():n}");
    }

    /// <summary>Test processes start together: whoever can rename what is left removes it, and nobody else.</summary>
    private static void Clear(string left, string own)
    {
        try
        {
            Directory.Move(left, own);
        }
        catch (DirectoryNotFoundException)
        {
            // Another was first.
            return;
        }

        Directory.Delete(own, recursive: true);
    }

    private static bool IsAbandoned(string path)
    {
        var parts = System.IO.Path.GetFileName(path)[Prefix.Length..].Split('-');
        return parts.Length == 3
            && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var id)
            && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var start)
            && !ProcessTable.IsSame(id, start);
    }
}
