using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CallCenter.Local.Packages;
using CallCenter.Local.Ports;
using CallCenter.Local.Processes;

namespace CallCenter.Local.Backing;

/// <summary>Asterisk 22 on loopback, configured from <c>deploy/asterisk</c>.</summary>
public sealed class AsteriskServer : IAsyncDisposable
{
    public const string AriUser = "callcenter";
    public const string AmiUser = "callcenter";

    /// <summary>The name of the one node of a local run: prefix of its channel ids.</summary>
    public const string NodeName = "local";

    /// <summary>Calls from this address are calls from the trunk.</summary>
    public const string TrunkAddress = "127.0.0.2";

    /// <summary>Asterisk's own choice.</summary>
    private const int Precedence = 10;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);
    private readonly string _stateDirectory;
    private readonly HttpClient _ari;

    private AsteriskServer(ChildProcess process, string stateDirectory, PortTable ports, AsteriskSecrets secrets)
    {
        Process = process;
        _stateDirectory = stateDirectory;
        Ports = ports;
        Secrets = secrets;
        _ari = new HttpClient { BaseAddress = AriAddress };
        _ari.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{AriUser}:{secrets.AriPassword}")));
    }

    public ChildProcess Process { get; }

    public PortTable Ports { get; }

    public AsteriskSecrets Secrets { get; }

    /// <summary>Base address of ARI, with a slash at its end.</summary>
    public Uri AriAddress => new($"http://127.0.0.1:{Ports.AsteriskHttp}/ari/");

    public int SipPort => Ports.Sip;

    public int AmiPort => Ports.Ami;

    /// <summary>Where MixMonitor puts a file with a relative name.</summary>
    public string MonitorDirectory => MonitorOf(_stateDirectory);

    /// <summary>
    /// Folder with <c>en</c> and <c>zh</c>: a file <c>en/greeting.wav</c> in it is the sound
    /// <c>callcenter/greeting</c> of an English channel.
    /// </summary>
    public string SoundsDirectory => SoundsOf(_stateDirectory);

    public static string MonitorOf(string stateDirectory) => Path.Combine(stateDirectory, "spool/monitor");

    public static string SoundsOf(string stateDirectory) => Path.Combine(stateDirectory, "sounds");

    /// <summary>Writes the configuration, starts the node and waits until ARI answers.</summary>
    public static async Task<AsteriskServer> StartAsync(
        Rootfs rootfs,
        string stateDirectory,
        PortTable ports,
        AsteriskSecrets secrets,
        string logFile,
        CancellationToken cancellation,
        string nodeName = NodeName)
    {
        await AsteriskConfiguration.WriteAsync(stateDirectory, ports, secrets, cancellation, nodeName);
        var process = await LaunchAsync(rootfs, stateDirectory, logFile);
        var server = new AsteriskServer(process, stateDirectory, ports, secrets);
        try
        {
            await Readiness.WaitAsync(process, StartLimit, server.AnswersAsync, cancellation);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    /// <summary>
    /// Starts a node that is configured. A frame of sound is late after 20 ms, so it goes before all that shares the
    /// machine, as with <c>asterisk -p</c>, which its unprivileged user may not ask for. What it would start goes so
    /// too: it is given nothing to start.
    /// </summary>
    public static Task<ChildProcess> LaunchAsync(Rootfs rootfs, string stateDirectory, string logFile) =>
        IsolatedProcess.StartAsync(
            "asterisk", rootfs.Directory, stateDirectory,
            ["/usr/sbin/asterisk", "-C", $"{IsolatedProcess.Home}/etc/asterisk.conf", "-f", "-n"], logFile,
            Precedence);

    /// <summary>A GET of ARI, for tests and checks.</summary>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellation)
    {
        await using var body = await _ari.GetStreamAsync(path, cancellation);
        return await JsonSerializer.DeserializeAsync<JsonElement>(body, cancellationToken: cancellation);
    }

    /// <summary>Stops the node; running calls end.</summary>
    public Task StopAsync() => IsolatedProcess.StopAsync(Process, "asterisk", Signal.Terminate, StopLimit);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _ari.Dispose();
        await Process.DisposeAsync();
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        if (!await OpenPort.AnswersAsync(Ports.AsteriskHttp, cancellation))
        {
            return false;
        }

        using var info = await _ari.GetAsync("asterisk/info", cancellation);
        return info.IsSuccessStatusCode;
    }
}
