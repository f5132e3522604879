namespace CallCenter.Local.Packages;

/// <summary>
/// A folder with Debian's coturn unpacked, for the test of calls by way of a relay. It is apart from the servers', so
/// that nobody downloads a relay to run the centre.
/// </summary>
public static class RelayRootfs
{
    /// <summary>The program, as it is called inside.</summary>
    public const string Coturn = "/usr/bin/turnserver";

    private static readonly string[] _wanted =
        ["coturn", "base-files", "bash", "coreutils", "dash", "netbase", "tzdata", "util-linux"];

    /// <summary>Returns the cached folder, or makes it; one maker at a time on this machine.</summary>
    public static Task<string> EnsureAsync(
        Action<string>? say = null, string suite = Rootfs.DefaultSuite, CancellationToken cancellation = default) =>
        ProgramRootfs.EnsureAsync("relay", [Coturn, "--version"], _wanted, 100, say, suite, cancellation);
}
