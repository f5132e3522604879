using System.Globalization;
using CallCenter.Hosting;
using CallCenter.Local.Backing;
using CallCenter.Local.Centres;
using CallCenter.Local.Installations;
using CallCenter.Local.Ports;

namespace CallCenter.Local.Supervising;

/// <summary>The settings of each service in a local run, as environment variables.</summary>
public static class ServiceSettings
{
    public const string VirtualHost = "callcenter";
    public const string Issuer = "callcenter-local";

    public static async Task<IReadOnlyDictionary<string, string?>> OfAsync(
        string service,
        Home home,
        PortTable ports,
        PostgresDatabases databases,
        SecretBook secrets,
        CancellationToken cancellation)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Installation"] = "local",
            ["Http__Port"] = Text(ports.HttpOf(service)),
            ["Http__ManagementPort"] = Text(ports.ManagementOf(service)),

            // Otherwise the youngest objects may fill the processor's whole cache before they are collected.
            // Hexadecimal: 2 MB.
            ["DOTNET_GCgen0size"] = "200000",
            ["Database__ConnectionString"] = databases.ConnectionString(
                service, service, await secrets.GetAsync($"postgresql.{service}", cancellation)),
            ["Broker__Uri"] = RabbitManagement.UriOf(
                ports.Amqp, service, await secrets.GetAsync($"rabbitmq.{service}", cancellation), VirtualHost),
            ["Auth__KeyFile"] = LocalTokens.KeyFile(home.Keys),
            ["Auth__Issuer"] = Issuer,
            ["Telemetry__SpansFile"] = home.SpansOf(service),
        };
        if (service is "telephony" or "quality")
        {
            settings["Recordings__Directory"] = home.Recordings;
        }

        if (service is "telephony" or "feedback")
        {
            settings["CallerReference__Key"] = await secrets.GetKeyAsync("caller-reference", cancellation);
        }

        if (service is "telephony")
        {
            settings["Telephony__RoutingUri"] = $"http://127.0.0.1:{Text(ports.HttpOf("routing"))}/";
            await AddNodeAsync(settings, home, ports, secrets, cancellation);
        }

        if (service is "routing")
        {
            // The agents' page asks it too.
            settings["Http__AllowedOrigins__0"] = $"http://127.0.0.1:{Text(ports.HttpOf("telephony"))}";
            settings["Http__AllowedOrigins__1"] = $"http://localhost:{Text(ports.HttpOf("telephony"))}";
        }

        return settings;
    }

    /// <summary>The same with the role that owns the database, for <c>migrate</c> only.</summary>
    public static async Task<IReadOnlyDictionary<string, string?>> ForMigrationAsync(
        string service,
        IReadOnlyDictionary<string, string?> settings,
        PostgresDatabases databases,
        SecretBook secrets,
        CancellationToken cancellation) => new Dictionary<string, string?>(settings)
        {
            ["Database__MigrationConnectionString"] = databases.ConnectionString(
                service, $"{service}_owner", await secrets.GetAsync($"postgresql.{service}_owner", cancellation)),
        };

    /// <summary>The same with the speech command of the servers; null for the service's default.</summary>
    public static IReadOnlyDictionary<string, string?> WithSpeech(
        IReadOnlyDictionary<string, string?> settings, string? command) => command is null
        ? settings
        : new Dictionary<string, string?>(settings) { ["Telephony__SpeechCommand"] = command };

    private static async Task AddNodeAsync(
        Dictionary<string, string?> settings,
        Home home,
        PortTable ports,
        SecretBook secrets,
        CancellationToken cancellation)
    {
        const string Node = "Telephony__Nodes__0__";
        settings[$"{Node}Name"] = AsteriskServer.NodeName;
        settings[$"{Node}AriUri"] = $"http://127.0.0.1:{Text(ports.AsteriskHttp)}/ari/";
        settings[$"{Node}WebSocketUri"] = $"ws://127.0.0.1:{Text(ports.AsteriskHttp)}/ws";
        settings[$"{Node}User"] = AsteriskServer.AriUser;
        settings[$"{Node}Password"] = await secrets.GetAsync("asterisk.ari", cancellation);
        settings[$"{Node}AmiPort"] = Text(ports.Ami);
        settings[$"{Node}AmiUser"] = AsteriskServer.AmiUser;
        settings[$"{Node}AmiPassword"] = await secrets.GetAsync("asterisk.ami", cancellation);
        settings[$"{Node}MediaAddress"] = "127.0.0.1";
        settings["Telephony__DialAllowed__0"] = DemoCentre.DialledPrefix;
        settings["Telephony__CountryCode"] = "+44";
        settings[$"{Node}Registrar"] = $"127.0.0.1:{Text(ports.Sip)}";
        settings[$"{Node}SoundsDirectory"] = AsteriskServer.SoundsOf(home.StateOf("asterisk"));
        settings[$"{Node}RecordingDirectory"] = AsteriskServer.MonitorOf(home.StateOf("asterisk"));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
