using System.Reflection;
using System.Text;

namespace CallCenter.Hosting.Tests.Databases;

/// <summary>An assembly with these embedded schema files.</summary>
internal sealed class SchemaOf(string name, params (string File, string Sql)[] files) : Assembly
{
    public override AssemblyName GetName() => new(name);

    public override string[] GetManifestResourceNames() => [.. files.Select(f => $"{name}.Schema.{f.File}")];

    public override Stream? GetManifestResourceStream(string resource) =>
        new MemoryStream(
            Encoding.UTF8.GetBytes(files.Single(f => resource.EndsWith(f.File, StringComparison.Ordinal)).Sql));
}
