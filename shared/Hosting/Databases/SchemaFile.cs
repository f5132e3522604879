using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace CallCenter.Hosting;

/// <summary>One embedded <c>Schema/*.sql</c> file.</summary>
internal sealed record SchemaFile
{
    public required string Assembly { get; init; }

    public required string File { get; init; }

    public required string Sql { get; init; }

    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>The files of each assembly in the order of their numbers; the assemblies in the order given.</summary>
    public static IReadOnlyList<SchemaFile> Of(IEnumerable<Assembly> assemblies) =>
        [.. assemblies.Distinct().SelectMany(Of)];

    private static IEnumerable<SchemaFile> Of(Assembly assembly)
    {
        const string Folder = ".Schema.";
        var names = assembly.GetManifestResourceNames()
            .Where(n => n.Contains(Folder, StringComparison.Ordinal) && n.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        foreach (var name in names)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return new SchemaFile
            {
                Assembly = assembly.GetName().Name!,
                File = name[(name.IndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..],
                Sql = reader.ReadToEnd().ReplaceLineEndings("\n"),
            };
        }
    }
}
