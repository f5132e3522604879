using System.Security.Cryptography;
using System.Text;

namespace CallCenter.Local.Packages;

/// <summary>
/// A folder with Debian's coturn unpacked, for the test of calls by way of a relay. It is apart from the servers', so
/// that nobody downloads a relay to run the centre.
/// </summary>
public static class RelayRootfs
{
    /// <summary>The program, as it is called inside.</summary>
    public const string Coturn = "/usr/bin/turnserver";

    // Grows when the finishing steps change, so that an older cache is not taken for a new one.
    private const string Recipe = "1";

    private static readonly string[] _wanted =
        ["coturn", "base-files", "bash", "coreutils", "dash", "netbase", "tzdata", "util-linux"];

    /// <summary>Returns the cached folder, or makes it; one maker at a time on this machine.</summary>
    public static Task<string> EnsureAsync(
        Action<string>? say = null, string suite = Rootfs.DefaultSuite, CancellationToken cancellation = default)
    {
        var path = Path.Combine(Rootfs.CacheDirectory, $"relay-{KeyOf(suite)}");
        return Unpacking.EnsureAsync(
            () => File.Exists(Path.Combine(path, RootfsFinish.Stamp)) ? path : null,
            path, suite, _wanted,
            (folder, token) => RootfsFinish.ApplyToAsync(folder, Coturn, token), say, cancellation);
    }

    private static string KeyOf(string suite) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{Recipe} {suite} {string.Join(' ', _wanted)}")))[..12];
}
