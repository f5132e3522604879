using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CallCenter.Local.Processes;

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

    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(15);

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
    public static async Task<Rootfs> EnsureAsync(
        Action<string>? say = null,
        string suite = DefaultSuite,
        CancellationToken cancellation = default)
    {
        if (Find(suite) is { } cached)
        {
            return cached;
        }

        System.IO.Directory.CreateDirectory(CacheDirectory);
        await using var alone = await LockAsync(Path.Combine(CacheDirectory, "rootfs.lock"), say, cancellation);
        return Find(suite) ?? await BuildAsync(suite, say ?? (_ => { }), cancellation);
    }

    private static async Task<Rootfs> BuildAsync(string suite, Action<string> say, CancellationToken cancellation)
    {
        // Half-made folders of a builder that was killed; the lock says that nobody is at work on them.
        foreach (var left in System.IO.Directory.EnumerateDirectories(CacheDirectory, "*.part"))
        {
            System.IO.Directory.Delete(left, recursive: true);
        }

        await DebianTools.RequireMmdebstrapAsync(CacheDirectory, say, cancellation);
        var part = $"{PathOf(suite)}.part";
        var mirror = await AptConfiguration.MirrorAsync(cancellation);
        say($"Downloading and unpacking Debian {suite} packages from {mirror} (about 250 MB, once)");
        await RunAsync(
            "mmdebstrap",
            [
                "mmdebstrap", "--variant=extract", .. await AptConfiguration.OptionsAsync(cancellation),
                $"--include={string.Join(',', Wanted)}", suite, part, mirror,
            ],
            cancellation);
        var contents = await RootfsFinish.ApplyAsync(part, suite, cancellation);
        System.IO.Directory.Move(part, PathOf(suite));
        say($"Made {PathOf(suite)}: {contents}");
        return new Rootfs(PathOf(suite), contents);
    }

    /// <summary>Runs a command that must succeed, its output in a log beside the cache.</summary>
    internal static async Task RunAsync(string name, IReadOnlyList<string> command, CancellationToken cancellation)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(BuildLimit);
        var log = Path.Combine(CacheDirectory, $"{name}.log");
        File.Delete(log);
        await using var child = await ChildProcess.StartAsync(name, command, log);
        if (await child.ExitAsync(bounded.Token) is var code and not 0)
        {
            throw new StartFailedException(
                string.Create(CultureInfo.InvariantCulture, $"{name} ended with exit code {code}."), log)
            {
                NextStep = "Check that this machine reaches a Debian mirror (apt-get update), then try again.",
            };
        }
    }

    private static string KeyOf(string suite) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{Recipe} {suite} {string.Join(' ', Wanted)}")))[..12];

    private static async Task<FileStream> LockAsync(string path, Action<string>? say, CancellationToken cancellation)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(BuildLimit);
        for (var told = false; ; told = true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (!told)
                {
                    say?.Invoke("Another process is making the rootfs; waiting for it");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, bounded.Token);
            }
        }
    }
}
