using System.Net;
using CallCenter.Hosting;
using CallCenter.Local.Backing;
using CallCenter.Local.Centres;
using CallCenter.Local.Installations;
using CallCenter.Local.Phones;
using CallCenter.Local.Ports;
using CallCenter.Local.Supervising;

namespace CallCenter.Local.Calls;

/// <summary>A running system as a call finds it: its switch, its services, its broker, its recordings.</summary>
public sealed class CallSite : IDisposable
{
    private const string Operator = "operator";

    private readonly Home _home;
    private readonly PortTable _ports;

    public CallSite(Home home, PortTable ports)
    {
        _home = home;
        _ports = ports;
        Services = new ServiceClient(home, ports, Roles.Administrator);
    }

    /// <summary>The services' HTTP interfaces, as an administrator.</summary>
    public ServiceClient Services { get; }

    public IPEndPoint Switch => new(IPAddress.Loopback, _ports.Sip);

    public ServiceClient ClientOf(DemoAgent agent) => new(_home, _ports, Roles.Agent, agent.Id);

    /// <summary>Connects to the broker as an operator, who may listen to every event and say nothing.</summary>
    public async Task<EventListener> ListenAsync(CancellationToken cancellation)
    {
        var secrets = await SecretBook.OpenAsync(_home.SecretsFile, cancellation);
        using var management = new RabbitManagement(
            new Uri($"http://127.0.0.1:{_ports.RabbitManagement}/"), RabbitServer.Administrator,
            await secrets.GetAsync("rabbitmq.administrator", cancellation));
        var password = SecretFile.NewPassword();
        await management.PutUserAsync(Operator, password, cancellation);
        await management.PermitAsync(
            ServiceSettings.VirtualHost, Operator, configure: @"^operator\.", write: @"^operator\.",
            read: @"^(operator\..*|callcenter\.events)$", cancellation);
        return await EventListener.StartAsync(
            new Uri(RabbitManagement.UriOf(_ports.Amqp, Operator, password, ServiceSettings.VirtualHost)),
            TimeProvider.System, cancellation);
    }

    /// <summary>By what reference the services know a caller.</summary>
    public async Task<string> ReferenceOfAsync(string callerNumber, CancellationToken cancellation)
    {
        var secrets = await SecretBook.OpenAsync(_home.SecretsFile, cancellation);
        var key = Convert.FromBase64String(await secrets.GetKeyAsync("caller-reference", cancellation));
        return CallerReference.Of(callerNumber, key);
    }

    /// <summary>A phone at the far end of the trunk: the public network.</summary>
    public TestPhone StartCaller() => TestPhone.Start(new PhoneSettings
    {
        Switch = Switch, User = "trunk", Address = IPAddress.Parse(AsteriskServer.TrunkAddress),
    });

    public Task<Stream> OpenRecordingAsync(Guid recordingId, CancellationToken cancellation) =>
        new FolderRecordings(_home.Recordings).OpenReadAsync(RecordingFile.Wav(recordingId), cancellation);

    public void Dispose() => Services.Dispose();
}
