using System.Globalization;
using CallCenter.Local.Packages;
using CallCenter.Local.Phones;
using CallCenter.Local.Processes;
using CallCenter.Local.Sounds;
using Microsoft.Playwright;
using Xunit;

namespace CallCenter.EndToEnd.Tests.Browsers;

/// <summary>A Chromium of its own, whose microphone hears a tone that comes and goes.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(ChildProcess process, IPlaywright playwright, IBrowser browser)
    {
        _process = process;
        _playwright = playwright;
        _browser = browser;
    }

    public static async Task<Browser> StartAsync(string directory, double hz)
    {
        var root = await BrowserRootfs.EnsureAsync(line => TestContext.Current.SendDiagnosticMessage(line));
        Directory.CreateDirectory(directory);
        await WaveFile.WriteAsync(Path.Combine(directory, "tone.wav"), Bursts(hz), Token);
        var process = await IsolatedProcess.StartAsync(
            "chromium", root, directory,
            [
                BrowserRootfs.Chromium, "--headless", "--disable-gpu",
                // Its own sandbox needs namespaces, which an unprivileged user of these may not make.
                "--no-sandbox",
                $"--user-data-dir={IsolatedProcess.Home}/profile", "--remote-debugging-port=0",
                "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
                $"--use-file-for-fake-audio-capture={IsolatedProcess.Home}/tone.wav",
                "--autoplay-policy=no-user-gesture-required", "--allow-loopback-in-peer-connection",
                "--lang=en", "about:blank",
            ],
            $"{directory}.log");
        var portFile = Path.Combine(directory, "profile/DevToolsActivePort");
        await Readiness.WaitAsync(
            process, StartLimit,
            async token => File.Exists(portFile) && (await File.ReadAllLinesAsync(portFile, token)).Length > 1, Token);
        var port = int.Parse((await File.ReadAllLinesAsync(portFile, Token))[0], CultureInfo.InvariantCulture);
        var playwright = await Playwright.CreateAsync();
        return new Browser(process, playwright, await playwright.Chromium.ConnectOverCDPAsync(
            string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")));
    }

    public async Task<IPage> OpenAsync(Uri address, Func<IPage, Task>? before = null)
    {
        var page = await _browser.Contexts[0].NewPageAsync();
        if (before is not null)
        {
            await before(page);
        }

        await page.GotoAsync(address.AbsoluteUri);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _process.KillAsync();
        await _process.DisposeAsync();
    }

    /// <summary>Half a second of tone, a quarter of silence: an even tone is taken for noise and suppressed.</summary>
    private static short[] Bursts(double hz)
    {
        var second = WaveFile.Rate;
        return [.. Tones.Sine(hz, second / 2, second), .. new short[second / 4]];
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
