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

    public static TestDirectory Create()
    {
        var parent = System.IO.Path.GetTempPath();
        foreach (var left in Directory.EnumerateDirectories(parent, $"{Prefix}*").Where(IsAbandoned))
        {
            Directory.Delete(left, recursive: true);
        }

        var id = Environment.ProcessId;
        var path = System.IO.Path.Combine(parent, $"{Prefix}{id}-{ProcessTable.StartOf(id)}-{Guid.CreateVersion7():n}");
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

    private static bool IsAbandoned(string path)
    {
        var parts = System.IO.Path.GetFileName(path)[Prefix.Length..].Split('-');
        return parts.Length == 3
            && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var id)
            && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var start)
            && !ProcessTable.IsSame(id, start);
    }
}
