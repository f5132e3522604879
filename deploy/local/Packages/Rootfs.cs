using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CallCenter.Local.Packages;

/// <summary>
/// A folder with Debian packages unpacked: PostgreSQL 18, RabbitMQ 4, Asterisk 22 and small tools. It is made once,
/// cached outside the repository and never written again; servers mount it read-only.
/// </summary>
public sealed class Rootfs
{
    /// <summary>Which Debian the packages come from: the first that holds all three majors.</summary>
    public const string DefaultSuite = "forky";

    /// <summary>The servers' unprivileged user; in no range that Debian or systemd gives out.</summary>
    public const int UserId = 61100;

    // Grows when the finishing steps change, so that an older cache is not taken for a new one.
    private const string Recipe = "1";

    private static readonly string[] Wanted =
    [
        "asterisk", "rabbitmq-server", "postgresql-18", "sip-tester", "espeak-ng", "nodejs", "python3-pika",
        "base-files", "bash", "coreutils", "dash", "findutils", "grep", "hostname", "mawk", "netbase", "sed", "tzdata",
        "util-linux",
    ];

    private Rootfs(string directory, RootfsContents contents)
    {
        Directory = directory;
        Contents = contents;
    }

    public string Directory { get; }

    public RootfsContents Contents { get; }

    /// <summary>The folder that caches rootfs; <c>XDG_CACHE_HOME</c> moves it.</summary>
    public static string CacheDirectory => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "callcenter");

    /// <summary>What it takes of the disk, about.</summary>
    internal const int Megabytes = 620;

    /// <summary>Where the rootfs of a suite lies, made or not.</summary>
    public static string PathOf(string suite) => Path.Combine(CacheDirectory, $"rootfs-{KeyOf(suite)}");

    /// <summary>The rootfs when it is already made, else null.</summary>
    public static Rootfs? Find(string suite = DefaultSuite)
    {
        var stamp = Path.Combine(PathOf(suite), RootfsFinish.Stamp);
        return File.Exists(stamp)
            ? new(PathOf(suite), JsonSerializer.Deserialize<RootfsContents>(File.ReadAllText(stamp))!)
            : null;
    }

    /// <summary>Returns the cached rootfs, or makes it; one maker at a time on this machine.</summary>
    public static Task<Rootfs> EnsureAsync(
        Action<string>? say = null,
        string suite = DefaultSuite,
        CancellationToken cancellation = default) =>
        Unpacking.EnsureAsync(
            () => Find(suite), PathOf(suite), suite, Wanted, Megabytes,
            (folder, token) => RootfsFinish.ApplyAsync(folder, suite, token), say, cancellation);

    private static string KeyOf(string suite) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{Recipe} {suite} {string.Join(' ', Wanted)}")))[..12];
}
