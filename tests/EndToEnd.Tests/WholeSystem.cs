using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CallCenter.EndToEnd.Tests;
using CallCenter.Fixtures;
using CallCenter.Local.Backing;
using CallCenter.Local.Calls;
using CallCenter.Local.Installations;
using CallCenter.Local.Packages;
using CallCenter.Local.Ports;
using CallCenter.Local.Supervising;
using Microsoft.Playwright;
using Spectre.Console;
using Xunit;

[assembly: AssemblyFixture(typeof(WholeSystem))]

namespace CallCenter.EndToEnd.Tests;

/// <summary>
/// The whole system as <c>up</c> starts it, once for this test process, on ports and in a folder of its own.
/// At the end nothing may be left in it: no waiting call, no busy agent, no channel and no bridge.
/// </summary>
public sealed class WholeSystem : IAsyncLifetime
{
    /// <summary>How long anything may take that takes milliseconds on an idle machine.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    // The services inherit them. A page that is loaded anew on a busy machine must not lose its call; who is looked for
    // in vain is not to be waited for as long as in a centre.
    private static readonly IReadOnlyDictionary<string, string> _settings = new Dictionary<string, string>
    {
        ["Telephony__ReconnectTime"] = "00:02:00",
        ["Telephony__ConsultWaitTime"] = "00:00:30",
    };

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly FreePorts _ports = FreePorts.Take();
    private readonly TestDirectory _directory = TestDirectory.Create();
    private readonly HttpClient _ari = new();
    private LocalRun? _run;
    private int _count;

    public Home Home => new(Path.Combine(_directory.Path, "run"));

    public PortTable Ports => _ports.Table;

    /// <summary>A folder for files of tests, beside that of the system.</summary>
    public string Directory => _directory.Path;

    /// <summary>The launcher's commands on this system, each in a process of its own.</summary>
    public Launcher Launcher => new(Home.Directory);

    public CallSite Site { get; private set; } = null!;

    /// <summary>Hears every event from before the first test.</summary>
    public EventListener Listener { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        foreach (var (key, value) in _settings)
        {
            Environment.SetEnvironmentVariable(key, value);
        }

        Assertions.SetDefaultExpectTimeout((float)Limit.TotalMilliseconds);
        _run = await LocalRun.StartAsync(
            Home, _ports.Table, Infras.Debian, Rootfs.DefaultSuite, new Steps(AnsiConsole.Console),
            limit.Token);
        await StateOf(_run).WriteAsync(Home, limit.Token);
        Site = new CallSite(Home, _ports.Table);
        Listener = await Site.ListenAsync(limit.Token);
        var secrets = await SecretBook.OpenAsync(Home.SecretsFile, limit.Token);
        var account = $"{AsteriskServer.AriUser}:{await secrets.GetAsync("asterisk.ari", limit.Token)}";
        _ari.BaseAddress = new Uri($"http://127.0.0.1:{_ports.Table.AsteriskHttp}/ari/");
        _ari.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(account)));
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (Listener is not null)
            {
                await WaitUntilAsync(IsEmptyAsync, "the system is empty", CancellationToken.None);
                await Listener.DisposeAsync();
            }
        }
        finally
        {
            Site?.Dispose();
            _ari.Dispose();
            if (_run is not null)
            {
                await _run.DisposeAsync();
            }

            _ports.Dispose();
            _directory.Dispose();
        }
    }

    public static Task<Rootfs> RootfsAsync() => Rootfs.EnsureAsync(_ => { });

    /// <summary>A number nobody else of this process uses: +44 1632 960000 to 960999 are kept for fiction.</summary>
    public string NextNumber() => $"+441632960{200 + Interlocked.Increment(ref _count):000}";

    /// <summary>Nothing of a call is left: it waits nowhere, and Asterisk has no channel and no bridge of it.</summary>
    public Task NothingIsLeftOfAsync(Guid callId, CancellationToken cancellation) => WaitUntilAsync(
        async token => !(await TextAsync("routing", "waiting", token)).Contains(callId.ToString(), Sloppy)
            && !(await _ari.GetStringAsync("channels", token)).Contains(callId.ToString("N"), Sloppy)
            && !(await _ari.GetStringAsync("bridges", token)).Contains(callId.ToString("N"), Sloppy),
        $"nothing is left of call {callId}", cancellation);

    public static async Task WaitUntilAsync(
        Func<CancellationToken, Task<bool>> isSo, string what, CancellationToken cancellation)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await isSo(cancellation))
        {
            if (TimeProvider.System.GetElapsedTime(began) > Limit)
            {
                throw new TimeoutException($"After {Limit.TotalSeconds:0} s it is not so that {what}.");
            }

            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }
    }

    // By this the commands find the system that this process holds.
    private static RunState StateOf(LocalRun run) => new()
    {
        Phase = RunState.Ready,
        PortBase = run.Ports.Base,
        Infra = Infras.Debian,
        StartedAt = TimeProvider.System.GetUtcNow(),
        Supervisor = RunMember.Of("tests", Environment.ProcessId, ""),
        Members = run.Members,
    };

    private const StringComparison Sloppy = StringComparison.OrdinalIgnoreCase;

    private async Task<bool> IsEmptyAsync(CancellationToken cancellation)
    {
        var agents = await Site.Services.GetAsync("routing", "agents", cancellation);
        return await TextAsync("routing", "waiting", cancellation) == "[]"
            && await _ari.GetStringAsync("channels", cancellation) == "[]"
            && await _ari.GetStringAsync("bridges", cancellation) == "[]"
            && agents!.Value.EnumerateArray().All(agent => agent.GetProperty("activity").GetString() == "idle");
    }

    private async Task<string> TextAsync(string service, string path, CancellationToken cancellation) =>
        (await Site.Services.GetAsync(service, path, cancellation))?.GetRawText() ?? "";
}
