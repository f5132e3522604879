using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using CallCenter.Local.Processes;

namespace CallCenter.Local.Packages;

/// <summary>
/// What the packages' maintainer scripts would have done: they do not run when packages are only unpacked.
/// </summary>
internal static partial class RootfsFinish
{
    public const string Stamp = "etc/callcenter.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task<RootfsContents> ApplyAsync(string root, string suite, CancellationToken cancellation)
    {
        MergeUsr(root);
        AddUser(root);
        AddLinks(root);
        Directory.CreateDirectory(Path.Combine(root, IsolatedProcess.Home.TrimStart('/')));
        Directory.Delete(Path.Combine(root, "usr/share/doc"), recursive: true);
        await OutputAsync(root, "/usr/sbin/ldconfig", cancellation);
        var contents = new RootfsContents
        {
            Suite = suite,
            Asterisk = await VersionAsync(root, "asterisk", ["/usr/sbin/asterisk", "-V"], "22", cancellation),
            RabbitMq = await VersionAsync(
                root, "RabbitMQ", ["/usr/bin/ls", "/usr/lib/rabbitmq/lib"], "4", cancellation),
            PostgreSql = await VersionAsync(
                root, "PostgreSQL", ["/usr/lib/postgresql/18/bin/postgres", "--version"], "18", cancellation),
        };
        await File.WriteAllTextAsync(
            Path.Combine(root, Stamp), JsonSerializer.Serialize(contents, Indented), cancellation);
        return contents;
    }

    /// <summary>The same for a folder that is made for one program, which must start.</summary>
    public static async Task ApplyToAsync(
        string root, string[] version, string? settings, CancellationToken cancellation)
    {
        MergeUsr(root);
        AddUser(root);
        Link(root, "usr/bin/sh", "dash");
        Directory.CreateDirectory(Path.Combine(root, IsolatedProcess.Home.TrimStart('/')));
        Directory.Delete(Path.Combine(root, "usr/share/doc"), recursive: true);
        if (settings is not null)
        {
            Link(root, settings, IsolatedProcess.Home);
        }

        var told = await OutputAsync(root, version, cancellation);
        await File.WriteAllTextAsync(Path.Combine(root, Stamp), told, cancellation);
    }

    private static void MergeUsr(string root)
    {
        foreach (var folder in (string[])["bin", "sbin", "lib", "lib64"])
        {
            var link = Path.Combine(root, folder);
            if (!Path.Exists(link))
            {
                File.CreateSymbolicLink(link, $"usr/{folder}");
            }
        }

        foreach (var mountPoint in (string[])["proc", "run", "tmp", "dev", "sys"])
        {
            Directory.CreateDirectory(Path.Combine(root, mountPoint));
        }
    }

    private static void AddUser(string root)
    {
        File.WriteAllText(Path.Combine(root, "etc/passwd"), $"""
            root:x:0:0:root:/root:/bin/sh
            callcenter:x:{Rootfs.UserId}:{Rootfs.UserId}:CallCenter:{IsolatedProcess.Home}:/bin/sh

            """);
        File.WriteAllText(Path.Combine(root, "etc/group"), $"""
            root:x:0:
            callcenter:x:{Rootfs.UserId}:

            """);
        File.WriteAllText(Path.Combine(root, "etc/hosts"), "127.0.0.1 localhost\n");
        File.WriteAllText(
            Path.Combine(root, "etc/nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files dns\n");
        File.WriteAllText(Path.Combine(root, "etc/hostname"), "localhost\n");
    }

    private static void AddLinks(string root)
    {
        Link(root, "usr/bin/awk", "mawk");
        Link(root, "usr/bin/sh", "dash");
        // A sound "callcenter/greeting" is looked up below the language of the channel.
        Link(root, "usr/share/asterisk/sounds/en", "en_US_f_Allison");
        Directory.CreateDirectory(Path.Combine(root, "usr/share/asterisk/sounds/zh"));
        Link(root, "usr/share/asterisk/sounds/en_US_f_Allison/callcenter", $"{IsolatedProcess.Home}/sounds/en");
        Link(root, "usr/share/asterisk/sounds/zh/callcenter", $"{IsolatedProcess.Home}/sounds/zh");
    }

    private static void Link(string root, string path, string target)
    {
        if (!Path.Exists(Path.Combine(root, path)))
        {
            File.CreateSymbolicLink(Path.Combine(root, path), target);
        }
    }

    private static async Task<string> VersionAsync(
        string root, string program, string[] command, string major, CancellationToken cancellation)
    {
        var text = await OutputAsync(root, command, cancellation);
        var version = Version().Match(text).Value;
        return version.Split('.')[0] == major
            ? version
            : throw new StartFailedException($"Expected {program} {major}, the packages hold '{text.Trim()}'.")
            {
                NextStep = "Choose a Debian suite that holds it: --suite",
            };
    }

    private static Task<string> OutputAsync(string root, string program, CancellationToken cancellation) =>
        OutputAsync(root, [program], cancellation);

    private static async Task<string> OutputAsync(string root, string[] command, CancellationToken cancellation)
    {
        using var process = await LaunchThread.RunAsync(() => Process.Start(
            new ProcessStartInfo("chroot", [root, .. command])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            })!);
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0
            ? output
            : throw new StartFailedException($"{command[0]} of the rootfs ended with exit code {process.ExitCode}.");
    }

    [GeneratedRegex(@"\d+(\.\d+)+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
