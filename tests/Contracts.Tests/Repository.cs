using System.Runtime.CompilerServices;

namespace CallCenter.Contracts.Tests;

internal static class Repository
{
    public static string Top { get; } = Path.GetFullPath(Path.Combine(ThisFolder(), "..", ".."));

    private static string ThisFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
