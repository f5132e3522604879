using System.Diagnostics;
using System.Globalization;
using CallCenter.Local.Backing;
using CallCenter.Local.Packages;
using CallCenter.Local.Ports;
using CallCenter.Local.Processes;

namespace CallCenter.Local.Supervising;

/// <summary>What a check found: <c>ok</c>, <c>warning</c> or <c>failed</c>, and what to do.</summary>
public sealed record Finding(string Name, string Outcome, string Detail, string? NextStep = null)
{
    public const string Ok = "ok";
    public const string Warning = "warning";
    public const string Failed = "failed";
}

/// <summary>Everything that must hold before a run can start.</summary>
public static class Checks
{
    private const long ColdDisk = 3L << 30;
    private const long WarmDisk = 1L << 30;
    private const long Memory = 3L << 30;

    /// <summary>Somebody else's hundred media ports need not all be told.</summary>
    private const int MostNamed = 10;

    // Segfaults at the keep-alive that .NET's WebSocket client sends by default.
    private static readonly string[] BrokenAsterisks = ["22.11.0"];

    public static async Task<IReadOnlyList<Finding>> RunAsync(RunRequest request, CancellationToken cancellation) =>
    [
        System(),
        DotNet(),
        .. request.Infra == Infras.Docker
            ? [await DockerAsync(cancellation)]
            : new[] { await RightsAsync(cancellation), Tools(), Packages(request) },
        .. TakenPorts(request.Ports),
        Disk(request),
        FreeMemory(),
    ];

    /// <summary>Refuses to start when a check failed, with the first reason.</summary>
    public static async Task RequireAsync(RunRequest request, CancellationToken cancellation)
    {
        var failed = (await RunAsync(request, cancellation)).FirstOrDefault(found => found.Outcome == Finding.Failed);
        if (failed is not null)
        {
            throw new StartFailedException($"{failed.Name}: {failed.Detail}") { NextStep = failed.NextStep };
        }
    }

    /// <summary>What an Asterisk of this version means.</summary>
    public static Finding Asterisk(string version) => BrokenAsterisks.Contains(version)
        ? new("Asterisk", Finding.Failed, $"{version} crashes at a keep-alive of .NET's WebSocket client.",
            "Use another version, for example by --suite")
        : new("Asterisk", Finding.Ok, version);

    private static Finding System() => OperatingSystem.IsLinux()
        ? new("System", Finding.Ok, global::System.Runtime.InteropServices.RuntimeInformation.OSDescription)
        : new("System", Finding.Failed, "Linux is needed.", "up --infra docker on a Linux machine");

    private static Finding DotNet()
    {
        foreach (var service in PortTable.Services)
        {
            try
            {
                ServiceProcess.ProgramOf(service);
            }
            catch (StartFailedException missing)
            {
                return new(".NET", Finding.Failed, missing.Message, missing.NextStep);
            }
        }

        return new(".NET", Finding.Ok, $"{Environment.Version}, services are built");
    }

    private static async Task<Finding> RightsAsync(CancellationToken cancellation)
    {
        if (!ProcessTable.IsRoot)
        {
            return new("Rights", Finding.Failed, "Namespaces and mounts need root.", "sudo, or up --infra docker");
        }

        var error = await ErrorOfAsync(
            "unshare",
            [
                "--mount", "--pid", "--ipc", "--fork", "--propagation", "private",
                "mount", "-t", "tmpfs", "tmpfs", "/tmp",
            ],
            cancellation);
        return error is null
            ? new("Rights", Finding.Ok, "namespaces and mounts are allowed")
            : new("Rights", Finding.Failed, $"This container may not mount: {error}",
                "Run it with CAP_SYS_ADMIN (docker run --privileged), or use up --infra docker");
    }

    private static Finding Tools()
    {
        string[] needed = ["bash", "setsid", "setpriv", "unshare", "chroot", "mount"];
        var missing = needed.Where(tool => !DebianTools.Has(tool)).ToList();
        return missing.Count == 0
            ? new("Tools", Finding.Ok, string.Join(", ", needed))
            : new("Tools", Finding.Failed, $"Missing: {string.Join(", ", missing)}.",
                "apt-get install util-linux mount");
    }

    private static Finding Packages(RunRequest request) => Rootfs.Find(request.Suite) switch
    {
        { Contents: var contents } when Asterisk(contents.Asterisk) is { Outcome: Finding.Failed } broken => broken,
        { Contents: var contents } => new("Packages", Finding.Ok, contents.ToString()),
        null when !DebianTools.Has("mmdebstrap") && !DebianTools.Has("apt-get") =>
            new("Packages", Finding.Failed, "There is neither mmdebstrap nor apt-get.", "up --infra docker"),
        null => new(
            "Packages", Finding.Warning,
            string.Create(
                CultureInfo.InvariantCulture,
                $"not yet downloaded; up does it ({request.Suite}, about {Rootfs.Megabytes} MB)")),
    };

    private static async Task<Finding> DockerAsync(CancellationToken cancellation)
    {
        const string Next = "Install Docker with its compose plugin, or run as root without --infra docker";
        if (!DebianTools.Has("docker"))
        {
            return new("Docker", Finding.Failed, "docker is not installed.", Next);
        }

        var error = await ErrorOfAsync("docker", ["info"], cancellation)
            ?? await ErrorOfAsync("docker", ["compose", "version"], cancellation);
        return error is null
            ? new("Docker", Finding.Ok, "the engine answers and has compose")
            : new("Docker", Finding.Failed, error, Next);
    }

    /// <summary>What a command complains about, or null when it succeeds.</summary>
    private static async Task<string?> ErrorOfAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        using var process = await LaunchThread.RunAsync(() => Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = await process.StandardError.ReadToEndAsync(cancellation);
        await output;
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? null : error.Trim().Split('\n')[0];
    }

    private static List<Finding> TakenPorts(PortTable ports)
    {
        var tcp = ports.Tcp.Where(entry => !FreePorts.IsFree(entry.Port)).Select(entry => Taken(entry, "tcp"));
        var udp = ports.Udp.Where(entry => !FreePorts.IsUdpFree(entry.Port)).Select(entry => Taken(entry, "udp"));
        var taken = tcp.Concat(udp).Take(MostNamed).ToList();
        return taken.Count > 0
            ? taken
            : [new("Ports", Finding.Ok, $"{ports.Base} to {ports.RtpLast} on 127.0.0.1")];
    }

    private static Finding Taken((int Port, string Use) entry, string protocol) => new(
        "Ports",
        Finding.Failed,
        $"{entry.Port} ({entry.Use}) is taken by "
            + $"{PortOwner.Describe(entry.Port, protocol) ?? "another user's process"}.",
        "Stop it, or choose another base: --port-base");

    private static Finding Disk(RunRequest request)
    {
        var needed = request.Infra == Infras.Docker || Rootfs.Find(request.Suite) is not null ? WarmDisk : ColdDisk;
        var folder = request.Home.Directory;
        while (!Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        var free = new DriveInfo(folder).AvailableFreeSpace;
        return free >= needed
            ? new("Disk", Finding.Ok, $"{Gigabytes(free)} free")
            : new("Disk", Finding.Failed, $"{Gigabytes(free)} free at {folder}, {Gigabytes(needed)} are needed.",
                "Free some");
    }

    private static Finding FreeMemory()
    {
        var free = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return free >= Memory
            ? new("Memory", Finding.Ok, Gigabytes(free))
            : new("Memory", Finding.Warning, $"{Gigabytes(free)}; {Gigabytes(Memory)} are comfortable.");
    }

    private static string Gigabytes(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GB");
}
