using CallCenter.Hosting;
using CallCenter.Local.Centres;
using CallCenter.Local.Supervising;
using Microsoft.Playwright;
using Xunit;

namespace CallCenter.EndToEnd.Tests.Browsers;

/// <summary>An agent at the page, in a browser of their own.</summary>
internal sealed class BrowserAgent : IAsyncDisposable
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(1);

    // The strongest frequency of the far side's sound, as soon as it is the wanted one; the last one seen otherwise.
    private const string Listen =
        """
        async ([hz, limitMs]) => {
          const end = performance.now() + limitMs;
          const pause = () => new Promise((next) => setTimeout(next, 50));
          const far = document.getElementById('far');
          while (!far.srcObject) {
            if (performance.now() > end) return 0;
            await pause();
          }
          const context = new AudioContext();
          const analyser = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 });
          context.createMediaStreamSource(far.srcObject).connect(analyser);
          const bins = new Float32Array(analyser.frequencyBinCount);
          let strongest = 0;
          while (performance.now() < end) {
            await pause();
            analyser.getFloatFrequencyData(bins);
            const bin = bins.reduce((best, level, at) => (level > bins[best] ? at : best), 0);
            strongest = bins[bin] > -60 ? bin * context.sampleRate / analyser.fftSize : 0;
            if (Math.abs(strongest - hz) < 25) break;
          }
          await context.close();
          return strongest;
        }
        """;

    private readonly WholeSystem _system;
    private readonly Browser _browser;

    private BrowserAgent(WholeSystem system, DemoAgent agent, Browser browser, IPage page)
    {
        _system = system;
        _browser = browser;
        Agent = agent;
        Page = page;
    }

    public DemoAgent Agent { get; }

    public IPage Page { get; }

    /// <summary>Opens the page and signs in: the device is checked, the phone registered.</summary>
    public static async Task<BrowserAgent> StartAsync(
        WholeSystem system, DemoAgent agent, double hz, Func<IPage, Task>? before = null)
    {
        var browser = await Browser.StartAsync(Path.Combine(system.Directory, $"browser-{agent.Number}"), hz);
        var page = await browser.OpenAsync(
            new Uri($"http://127.0.0.1:{system.Ports.HttpOf("telephony")}/phone"), before);
        page.SetDefaultTimeout((float)WholeSystem.Limit.TotalMilliseconds);
        var found = new BrowserAgent(system, agent, browser, page);
        using var tokens = LocalTokens.Open(system.Home.Keys, ServiceSettings.Issuer);
        await page.FillAsync("#token", tokens.Sign("local", [Roles.Agent], TokenLifetime, agent.Id));
        await page.ClickAsync("#sign-in button");
        await found.IsAsync("ready");
        return found;
    }

    /// <summary>Waits until the page shows that state.</summary>
    public async Task IsAsync(string state)
    {
        try
        {
            await Page.Locator($"body[data-state='{state}']").WaitForAsync();
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The page of {Agent.Name} is not {state}: {await Page.Locator("body").InnerTextAsync()}");
        }
    }

    /// <summary>A fact of the call, as the page shows it.</summary>
    public Task<string> FactAsync(string name) => Fact(name).InnerTextAsync();

    public ILocator Fact(string name) => Page.Locator($"dd[data-fact='{name}']");

    public Task DoAsync(string action) => Page.ClickAsync($"[data-action='{action}']");

    /// <summary>A tone is the strongest sound of the far side, within that time.</summary>
    public async Task<bool> HearsAsync(double hz, TimeSpan? within = null)
    {
        var limit = (within ?? WholeSystem.Limit).TotalMilliseconds;
        return Math.Abs(await Page.EvaluateAsync<double>(Listen, new[] { hz, limit }) - hz) < 25;
    }

    public Task ChooseAsync(string status) =>
        _system.Site.Services.PutAsync("routing", $"agents/{Agent.Id}/status", new { status }, Token);

    public async ValueTask DisposeAsync()
    {
        await ChooseAsync("offline");
        await _browser.DisposeAsync();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
