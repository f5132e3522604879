namespace CallCenter.Local.Packages;

/// <summary>
/// A folder with Debian's OpenStack Swift unpacked, which speaks S3, for the tests of recordings in a bucket. It is
/// apart from the servers', so that nobody downloads an object store to run the centre.
/// </summary>
public static class ObjectStoreRootfs
{
    /// <summary>The program, as it is called inside: Swift's servers are modules of it.</summary>
    public const string Python = "/usr/bin/python3";

    // Loading its servers leaves their bytecode beside them, which cannot be written later.
    private const string Version = """
        import sys
        sys.dont_write_bytecode = False
        import swift.account.server, swift.container.server, swift.obj.server, swift.proxy.server
        print(swift.__version__)
        """;

    private static readonly string[] _wanted =
        ["python3-swift", "base-files", "bash", "coreutils", "dash", "netbase", "tzdata", "util-linux"];

    /// <summary>Returns the cached folder, or makes it; one maker at a time on this machine.</summary>
    public static Task<string> EnsureAsync(
        Action<string>? say = null, string suite = Rootfs.DefaultSuite, CancellationToken cancellation = default) =>
        ProgramRootfs.EnsureAsync(
            "objects", [Python, "-c", Version], _wanted, 190, say, suite, cancellation, settings: "etc/swift");
}
