using System.Runtime.CompilerServices;

namespace CallCenter.Architecture.Tests;

/// <summary>A text file of the repository; <c>Path</c> is relative to its top and uses forward slashes.</summary>
public sealed record SourceFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public string Stem => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The folder that holds the file, by its own name.</summary>
    public string Folder => System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(Path)) ?? "";

    public string[] Lines => Text.Split('\n');

    public bool IsIn(params string[] folders) => folders.Any(f => Path.StartsWith(f + "/", StringComparison.Ordinal));
}

public static class Repository
{
    private static readonly string[] _notOurs = ["artifacts", ".git", ".run", "node_modules", "bin", "obj"];

    public static string Top { get; } = Path.GetFullPath(Path.Combine(ThisFolder(), "..", ".."));

    public static IReadOnlyList<SourceFile> Files { get; } = Read(Top).ToList();

    public static IEnumerable<SourceFile> CSharp => Files.Where(f => f.Path.EndsWith(".cs", StringComparison.Ordinal));

    public static IEnumerable<SourceFile> Sql => Files.Where(f => f.Path.EndsWith(".sql", StringComparison.Ordinal));

    public static IEnumerable<SourceFile> Markdown =>
        Files.Where(f => f.Path.EndsWith(".md", StringComparison.Ordinal));

    public static IEnumerable<SourceFile> Projects =>
        Files.Where(f => f.Path.EndsWith(".csproj", StringComparison.Ordinal));

    private static IEnumerable<SourceFile> Read(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Where(IsText))
        {
            yield return new SourceFile(Path.GetRelativePath(Top, file).Replace('\\', '/'), File.ReadAllText(file));
        }

        foreach (var inner in Directory.EnumerateDirectories(folder).Where(d =>
            !_notOurs.Contains(Path.GetFileName(d))))
        {
            foreach (var file in Read(inner))
            {
                yield return file;
            }
        }
    }

    private static bool IsText(string file) =>
        Path.GetExtension(file) is ".cs" or ".sql" or ".md" or ".csproj" or ".props" or ".json" or ".yaml" or ".yml"
            or ".sh" or ".js" or ".py" or ".conf" or ".txt" or "";

    private static string ThisFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
