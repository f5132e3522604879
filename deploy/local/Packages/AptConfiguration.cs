using System.Diagnostics;
using System.Text.RegularExpressions;
using CallCenter.Local.Processes;

namespace CallCenter.Local.Packages;

/// <summary>What this machine's own apt knows: its mirror, its proxy, how strict it is about dates.</summary>
internal static partial class AptConfiguration
{
    private const string Release = "/etc/os-release";
    private const string WellKnownMirror = "http://deb.debian.org/debian";

    /// <summary>The mirror of the machine's own Debian, else Debian's well-known one.</summary>
    public static async Task<string> MirrorAsync(CancellationToken cancellation)
    {
        var release = File.Exists(Release) ? await File.ReadAllTextAsync(Release, cancellation) : "";
        var codename = Codename().Match(release).Groups["name"].Value;
        if (!DebianId().IsMatch(release) || codename.Length == 0)
        {
            return WellKnownMirror;
        }

        var sources = await OutputAsync(
            "apt-get", ["indextargets", "--format", "$(RELEASE) $(COMPONENT) $(REPO_URI)"], cancellation);
        return sources
            .Select(line => line.Split(' '))
            .Where(fields => fields is [var suite, "main", _] && suite == codename)
            .Select(fields => fields[2].TrimEnd('/'))
            .FirstOrDefault() ?? WellKnownMirror;
    }

    /// <summary>Options for mmdebstrap, whose apt does not read the machine's configuration.</summary>
    public static async Task<IReadOnlyList<string>> OptionsAsync(CancellationToken cancellation)
    {
        var settings = await OutputAsync("apt-config", ["dump"], cancellation);
        return [.. settings.Where(line => Passed().IsMatch(line)).Select(line => $"--aptopt={line.TrimEnd(';')}")];
    }

    private static async Task<string[]> OutputAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        if (!DebianTools.Has(program))
        {
            return [];
        }

        using var process = await LaunchThread.RunAsync(() => Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await errors;
        await process.WaitForExitAsync(cancellation);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex("^VERSION_CODENAME=\"?(?<name>[a-z]+)", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Codename();

    [GeneratedRegex("^ID=\"?debian\"?$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DebianId();

    [GeneratedRegex(
        "^Acquire::(https?::Proxy|Check-Valid-Until|Retries) \"[^\"]+\";$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Passed();
}
