using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using CallCenter.Local.Ports;
using CallCenter.Local.Processes;
using CallCenter.Local.Sounds;

namespace CallCenter.Local.Backing;

/// <summary>Fills the templates of <c>deploy/asterisk</c>: words between @ become this node's values.</summary>
internal static partial class AsteriskConfiguration
{
    private const string Prefix = "asterisk/";

    // Asterisk warns about each of these when it is missing; empty means "the defaults".
    private static readonly string[] Empty =
    [
        "acl", "amd", "ccss", "cel", "chan_websocket", "cli", "cli_permissions", "codecs", "dnsmgr", "dsp", "features",
        "pjproject", "statsd", "udptl",
    ];

    private static readonly string[] Folders =
    [
        "etc", "run", "log", "db/sounds", "keys/keys", "spool/recording", "spool/monitor", "moh",
        "sounds/en", "sounds/zh",
    ];

    public static async Task WriteAsync(
        string state, PortTable ports, AsteriskSecrets secrets, CancellationToken cancellation,
        string nodeName = AsteriskServer.NodeName)
    {
        foreach (var folder in Folders)
        {
            Directory.CreateDirectory(Path.Combine(state, folder));
        }

        foreach (var name in Empty)
        {
            await File.WriteAllTextAsync(Path.Combine(state, $"etc/{name}.conf"), "", cancellation);
        }

        var values = Values(nodeName, ports, secrets);
        foreach (var (name, template) in Templates())
        {
            await SecretFile.WriteAsync(Path.Combine(state, "etc", name), Fill(name, template, values), cancellation);
        }

        await HoldMusic.EnsureAsync(Path.Combine(state, "moh"), cancellation);
    }

    /// <summary>Replaces every word; an unknown one is a mistake in the template.</summary>
    internal static string Fill(string name, string template, IReadOnlyDictionary<string, string> values) =>
        Word().Replace(template, match => values.TryGetValue(match.Groups["word"].Value, out var value)
            ? value
            : throw new StartFailedException($"deploy/asterisk/{name} uses {match.Value}, which nobody knows."));

    private static IEnumerable<(string Name, string Template)> Templates()
    {
        var assembly = typeof(AsteriskConfiguration).Assembly;
        var names = assembly.GetManifestResourceNames();
        foreach (var name in names.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (name[Prefix.Length..], reader.ReadToEnd());
        }
    }

    private static Dictionary<string, string> Values(
        string nodeName, PortTable ports, AsteriskSecrets secrets) => new()
    {
        ["HOME"] = IsolatedProcess.Home,
        ["MODULES"] = Modules,
        ["NODE"] = nodeName,
        ["ADDRESS"] = "127.0.0.1",
        ["CONTROL_NETWORK"] = "127.0.0.1/255.255.255.255",
        ["TRUNK_ADDRESS"] = AsteriskServer.TrunkAddress,
        ["SIP_PORT"] = Number(ports.Sip),
        ["SIP_TLS_PORT"] = Number(ports.SipTls),
        ["HTTP_PORT"] = Number(ports.AsteriskHttp),
        ["AMI_PORT"] = Number(ports.Ami),
        ["RTP_FIRST"] = Number(ports.RtpFirst),
        ["RTP_LAST"] = Number(ports.RtpLast),
        ["ARI_USER"] = AsteriskServer.AriUser,
        ["ARI_PASSWORD"] = secrets.AriPassword,
        ["AMI_USER"] = AsteriskServer.AmiUser,
        ["AMI_PASSWORD"] = secrets.AmiPassword,
    };

    // Debian's path holds the machine's architecture.
    private static string Modules => RuntimeInformation.OSArchitecture switch
    {
        Architecture.Arm64 => "/usr/lib/aarch64-linux-gnu/asterisk/modules",
        _ => "/usr/lib/x86_64-linux-gnu/asterisk/modules",
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("@(?<word>[A-Z_]+)@", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
