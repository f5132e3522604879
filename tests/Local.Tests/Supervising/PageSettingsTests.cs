using CallCenter.Fixtures;
using CallCenter.Local.Backing;
using CallCenter.Local.Installations;
using CallCenter.Local.Ports;
using CallCenter.Local.Supervising;
using Xunit;

namespace CallCenter.Local.Tests.Supervising;

/// <summary>The agents' page works wherever the servers come from: Debian packages or Docker.</summary>
public sealed class PageSettingsTests
{
    [Fact]
    public async Task The_page_finds_Routing_and_the_switch_and_Routing_lets_it_ask_under_both_names_of_the_machine()
    {
        var ports = new PortTable(17_000);
        var telephony = await SettingsAsync("telephony", ports);
        Assert.Equal("http://127.0.0.1:17012/", telephony["Telephony__RoutingUri"]);
        Assert.Equal("ws://127.0.0.1:17005/ws", telephony["Telephony__Nodes__0__WebSocketUri"]);
        var routing = await SettingsAsync("routing", ports);
        Assert.Equal(
            ["http://127.0.0.1:17010", "http://localhost:17010"],
            routing.Where(pair => pair.Key.StartsWith("Http__AllowedOrigins__", StringComparison.Ordinal))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value));
        Assert.DoesNotContain(await SettingsAsync("feedback", ports), pair => pair.Key.StartsWith(
            "Http__AllowedOrigins", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyDictionary<string, string?>> SettingsAsync(string service, PortTable ports)
    {
        using var directory = TestDirectory.Create();
        var home = new Home(directory.Path);
        home.Create();
        var secrets = await SecretBook.OpenAsync(home.SecretsFile, TestContext.Current.CancellationToken);
        await using var databases = new PostgresDatabases(ports.PostgreSql, password: "");
        return await ServiceSettings.OfAsync(
            service, home, ports, databases, secrets, TestContext.Current.CancellationToken);
    }
}
