namespace CallCenter.Local.Packages;

/// <summary>
/// A folder with Debian's Chromium unpacked, for tests of pages. It is apart from the servers', so that nobody
/// downloads a browser to run the centre.
/// </summary>
public static class BrowserRootfs
{
    /// <summary>The program, as it is called inside.</summary>
    public const string Chromium = "/usr/lib/chromium/chromium";

    private static readonly string[] _wanted =
    [
        "chromium", "fonts-dejavu-core", "libnss3", "base-files", "bash", "coreutils", "dash", "netbase", "tzdata",
        "util-linux",
    ];

    /// <summary>Returns the cached folder, or makes it; one maker at a time on this machine.</summary>
    public static Task<string> EnsureAsync(
        Action<string>? say = null, string suite = Rootfs.DefaultSuite, CancellationToken cancellation = default) =>
        ProgramRootfs.EnsureAsync("browser", [Chromium, "--version"], _wanted, 870, say, suite, cancellation);
}
