using System.Globalization;
using CallCenter.Local.Processes;

namespace CallCenter.Local.Packages;

/// <summary>Unpacks Debian packages into a folder, once; one maker at a time on this machine.</summary>
internal static class Unpacking
{
    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(15);

    /// <summary>What the cache already holds, else what is made and found then.</summary>
    /// <param name="find">What the finished folder is; null while it is not made.</param>
    /// <param name="path">The folder.</param>
    /// <param name="suite">Which Debian.</param>
    /// <param name="packages">Their names.</param>
    /// <param name="megabytes">What it takes of the disk, about.</param>
    /// <param name="finish">What their maintainer scripts would have done, before the folder is moved.</param>
    /// <param name="say">Tells a person what takes so long.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<T> EnsureAsync<T>(
        Func<T?> find, string path, string suite, IReadOnlyList<string> packages, int megabytes,
        Func<string, CancellationToken, Task> finish, Action<string>? say, CancellationToken cancellation)
        where T : class
    {
        if (find() is { } cached)
        {
            return cached;
        }

        Directory.CreateDirectory(Rootfs.CacheDirectory);
        await using var alone =
            await LockAsync(Path.Combine(Rootfs.CacheDirectory, "rootfs.lock"), say, cancellation);
        if (find() is not { } made)
        {
            await BuildAsync(path, suite, packages, megabytes, finish, say ?? (_ => { }), cancellation);
            made = find()!;
        }

        return made;
    }

    private static async Task BuildAsync(
        string path, string suite, IReadOnlyList<string> packages, int megabytes,
        Func<string, CancellationToken, Task> finish, Action<string> say, CancellationToken cancellation)
    {
        // Half-made folders of a builder that was killed; the lock says that nobody is at work on them.
        foreach (var left in Directory.EnumerateDirectories(Rootfs.CacheDirectory, "*.part"))
        {
            Directory.Delete(left, recursive: true);
        }

        await DebianTools.RequireMmdebstrapAsync(Rootfs.CacheDirectory, say, cancellation);
        var part = $"{path}.part";
        var mirror = await AptConfiguration.MirrorAsync(cancellation);
        say(string.Create(
            CultureInfo.InvariantCulture,
            $"Downloading and unpacking Debian {suite} packages from {mirror} (about {megabytes} MB, once)"));
        await RunAsync(
            "mmdebstrap",
            [
                "mmdebstrap", "--variant=extract", .. await AptConfiguration.OptionsAsync(cancellation),
                $"--include={string.Join(',', packages)}", suite, part, mirror,
            ],
            cancellation);
        await finish(part, cancellation);
        Directory.Move(part, path);
        say($"Made {path}");
    }

    /// <summary>Runs a command that must succeed, its output in a log beside the cache.</summary>
    internal static async Task RunAsync(string name, IReadOnlyList<string> command, CancellationToken cancellation)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(BuildLimit);
        var log = Path.Combine(Rootfs.CacheDirectory, $"{name}.log");
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
