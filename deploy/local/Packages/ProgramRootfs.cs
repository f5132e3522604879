using System.Security.Cryptography;
using System.Text;

namespace CallCenter.Local.Packages;

/// <summary>A folder that is unpacked for one program alone, apart from the servers'.</summary>
internal static class ProgramRootfs
{
    // Grows when the finishing steps change, so that an older cache is not taken for a new one.
    private const string Recipe = "1";

    /// <summary>Returns the cached folder, or makes it; one maker at a time on this machine.</summary>
    /// <param name="name">Begins the folder's name.</param>
    /// <param name="version">Tells a version, as it is called inside: it must start.</param>
    /// <param name="packages">Debian's packages.</param>
    /// <param name="megabytes">What it takes of the disk, about.</param>
    /// <param name="say">Tells a person what takes so long.</param>
    /// <param name="suite">Which Debian.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="settings">Where it must find its settings: becomes a link to the state directory.</param>
    public static Task<string> EnsureAsync(
        string name, string[] version, IReadOnlyList<string> packages, int megabytes, Action<string>? say, string suite,
        CancellationToken cancellation, string? settings = null)
    {
        var path = Path.Combine(Rootfs.CacheDirectory, $"{name}-{KeyOf(suite, packages)}");
        return Unpacking.EnsureAsync(
            () => File.Exists(Path.Combine(path, RootfsFinish.Stamp)) ? path : null,
            path, suite, packages, megabytes,
            (folder, token) => RootfsFinish.ApplyToAsync(folder, version, settings, token), say, cancellation);
    }

    private static string KeyOf(string suite, IReadOnlyList<string> packages) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{Recipe} {suite} {string.Join(' ', packages)}")))[..12];
}
