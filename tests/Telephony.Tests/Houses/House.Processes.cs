using System.Globalization;
using System.Net.Http.Headers;
using CallCenter.Hosting;
using CallCenter.Local.Ports;
using CallCenter.Local.Processes;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>Telephony as processes of their own, which can be killed.</summary>
internal sealed partial class House
{
    private string? _broker;

    /// <summary>Starts a process on the house's node and database, and waits until it is ready.</summary>
    public async Task<ServiceProcess> StartProcessAsync(string name, PortTable ports)
    {
        var first = _broker is null;
        _broker ??= await _servers.VirtualHostAsync();
        var settings = ProcessSettings(ports, _broker);
        var log = Path.Combine(_directory, name + ".log");
        if (first)
        {
            var owner = new Dictionary<string, string?>(settings)
            {
                ["Database__MigrationConnectionString"] = Stored.MigrationConnectionString,
            };
            await ServiceProcess.RunAsync("telephony", ["migrate"], owner, log + ".migrate", Cancellation);
        }

        var process = await ServiceProcess.StartAsync("telephony", settings, log, Cancellation);
        await TrunksPushedAsync();
        return process;
    }

    /// <summary>A client of a process, of somebody with a phone of their own and these roles.</summary>
    public HttpClient ClientOf(ServiceProcess process, Guid agentId, params string[] roles)
    {
        using var tokens = LocalTokens.Open(Path.Combine(_directory, "keys"), "tests");
        var client = new HttpClient { BaseAddress = process.Address, Timeout = Soon };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", tokens.Sign("tests", roles, TimeSpan.FromHours(1), agentId));
        return client;
    }

    private Dictionary<string, string?> ProcessSettings(PortTable ports, string broker)
    {
        var keys = Path.Combine(_directory, "keys");
        LocalTokens.Open(keys, "tests").Dispose();
        var node = Options.Nodes[0];
        var settings = new Dictionary<string, string?>
        {
            ["Http__Port"] = Text(ports.HttpOf("telephony")),
            ["Http__ManagementPort"] = Text(ports.ManagementOf("telephony")),
            ["Database__ConnectionString"] = Stored.ConnectionString,
            ["Broker__Uri"] = broker,
            ["Auth__KeyFile"] = LocalTokens.KeyFile(keys),
            ["Auth__Issuer"] = "tests",
            ["Recordings__Directory"] = RecordingStore,
            ["CallerReference__Key"] = Convert.ToBase64String(new byte[32]),
        };
        (string Key, string Value)[] of =
        [
            ("Name", node.Name), ("AriUri", node.AriUri!.ToString()), ("User", node.User), ("Password", node.Password),
            ("AmiPort", Text(node.AmiPort)), ("AmiUser", node.AmiUser), ("AmiPassword", node.AmiPassword),
            ("Registrar", node.Registrar), ("RecordingDirectory", node.RecordingDirectory),
            ("MediaAddress", node.MediaAddress!),
        ];
        foreach (var (key, value) in of)
        {
            settings["Telephony__Nodes__0__" + key] = value;
        }

        settings["Telephony__DialAllowed__0"] = Options.DialAllowed[0];
        settings["Telephony__ReconcileInterval"] = Options.ReconcileInterval.ToString("c");
        return settings;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
