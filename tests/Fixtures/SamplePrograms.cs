using CallCenter.Local.Installations;
using CallCenter.Local.Packages;
using CallCenter.Local.Processes;

namespace CallCenter.Fixtures;

/// <summary>
/// The programs of deploy/samples, run as their README says, from a copy in a folder of the test's own.
/// </summary>
public static class SamplePrograms
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(2);

    /// <summary>Needs nothing of the machine: Python and pika are in the root file system.</summary>
    public static Task<ChildProcess> StartPythonAsync(Rootfs rootfs, string directory, Uri subscriber) =>
        IsolatedProcess.StartAsync(
            "python-sample", rootfs, Copy("python", directory),
            [$"SUBSCRIBER_URI={subscriber}", "/usr/bin/python3", $"{IsolatedProcess.Home}/subscriber.py"],
            Path.Combine(directory, "python-sample.log"));

    /// <summary>Needs node and npm.</summary>
    public static async Task<ChildProcess> StartNodeAsync(
        string directory, Uri subscriber, CancellationToken cancellation)
    {
        var folder = Copy("node", directory);
        var installLog = Path.Combine(directory, "npm.log");
        await using var install = await ChildProcess.StartAsync(
            "npm", ["npm", "ci", "--no-audit", "--no-fund"], installLog, workingDirectory: folder);
        if (!await install.WaitAsync(InstallLimit) || await install.ExitAsync(cancellation) != 0)
        {
            var log = await File.ReadAllTextAsync(installLog, cancellation);
            throw new InvalidOperationException($"npm ci failed (apt-get install npm): {log}");
        }

        return await ChildProcess.StartAsync(
            "node-sample", ["node", "subscriber.js"], Path.Combine(directory, "node-sample.log"),
            new Dictionary<string, string?> { ["SUBSCRIBER_URI"] = subscriber.AbsoluteUri }, folder);
    }

    /// <summary>Waits until the program has printed that text; returns the last line with it.</summary>
    public static async Task<string> SaysAsync(
        ChildProcess sample, string text, TimeSpan limit, CancellationToken cancellation)
    {
        await Readiness.WaitAsync(
            sample, limit,
            async token =>
                (await File.ReadAllTextAsync(sample.LogFile, token)).Contains(text, StringComparison.Ordinal),
            cancellation);
        return File.ReadLines(sample.LogFile).Last(line => line.Contains(text, StringComparison.Ordinal));
    }

    private static string Copy(string sample, string directory)
    {
        var from = Path.Combine(Home.Repository!, "deploy/samples", sample);
        var to = Path.Combine(directory, "samples", sample);
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }

        return to;
    }
}
