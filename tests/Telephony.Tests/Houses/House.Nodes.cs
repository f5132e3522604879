using System.Net;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Local.Backing;
using CallCenter.Local.Phones;
using CallCenter.Local.Ports;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Nodes;
using CallCenter.Telephony.Phones;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>A second Asterisk node.</summary>
internal sealed partial class House
{
    /// <summary>The name in <see cref="TelephonyOptions.Nodes"/> of the second node.</summary>
    public const string Second = "second";

    private FreePorts? _secondPorts;

    public AsteriskServer? SecondAsterisk { get; private set; }

    /// <summary>A house with two Asterisks that one process owns.</summary>
    public static async Task<House> StartOnTwoNodesAsync(
        Servers servers, Action<TelephonyOptions>? settings = null, TlsCertificate? certificate = null)
    {
        var house = await BuildAsync(servers);
        house._secondPorts = FreePorts.Take();
        certificate?.Install(Path.Combine(house._directory, "asterisk"), Path.Combine(house._directory, Second));
        await house.StartAsteriskAsync();
        await house.StartSecondAsteriskAsync();
        house.Options = house.Settings();
        house.Options.Nodes = [.. house.Options.Nodes, NodeOf(house.SecondAsterisk!, Second)];
        house.Options.PhoneReturnTime = TimeSpan.Zero;
        house.Options.PhoneDoubtTime = TimeSpan.FromSeconds(1);
        settings?.Invoke(house.Options);
        await house.StartReplicaAsync(started: false);
        await UntilAsync(
            () => Task.FromResult(house.Replica.Switchboard.OwnNodes.Count == house.Options.Nodes.Length), "all nodes");
        return house;
    }

    /// <summary>All of it that HTTP serves of nodes, trunks and phones.</summary>
    public Task<ServiceUnderTest> ServeNodesAsync() => ServiceUnderTest.StartAsync(
        _servers, Ports, "telephony", Stored,
        service =>
        {
            service.AddSchema(typeof(TelephonyOptions).Assembly);
            service.Services.AddSingleton(Options);
            service.Services.AddSingleton(Transactions);
            service.Services.AddSingleton(Replica.Switchboard);
            service.Services.AddSingleton(Replica.Notices);
        },
        app =>
        {
            app.MapNodeParts();
            app.MapPhoneParts();
        });

    /// <summary>It ends as in a crash; started again it knows nothing.</summary>
    public async Task LoseSecondAsteriskAsync()
    {
        await SecondAsterisk!.Process.KillAsync();
        await SecondAsterisk.DisposeAsync();
        SecondAsterisk = null;
    }

    public async Task StartSecondAsteriskAsync() =>
        SecondAsterisk = await AsteriskServer.StartAsync(
            await _servers.RootfsAsync(), Path.Combine(_directory, Second), _secondPorts!.Table,
            new AsteriskSecrets(Password, Password), Path.Combine(_directory, "second.log"), Cancellation, Second);

    /// <summary>A caller's phone calls on the second node.</summary>
    public PhoneCall CallSecond() =>
        Phone(new PhoneSettings
        {
            Switch = new IPEndPoint(IPAddress.Loopback, SecondAsterisk!.SipPort),
            User = Caller,
            Address = IPAddress.Parse(AsteriskServer.TrunkAddress),
        }).Call(Dialled);

    /// <summary>A phone of the agent at one of the nodes.</summary>
    public async Task<TestPhone> RegisterAsync(
        Guid agentId, string password, AsteriskServer at, string? address = null)
    {
        var phone = Phone(new PhoneSettings
        {
            Switch = new IPEndPoint(IPAddress.Loopback, at.SipPort),
            User = PhoneIds.Endpoint(agentId),
            Password = password,
            Address = address is null ? IPAddress.Loopback : IPAddress.Parse(address),
        });
        phone.OnInvite = _ => InviteReply.Answer();
        Assert.True((await phone.RegisterAsync()).Succeeded);
        return phone;
    }

    /// <summary>Waits until so many events have told that the agent's phone is online.</summary>
    public Task OnlineAsync(Guid agentId, int times = 1) =>
        CountAsync<AgentPhoneOnline>(e => e.AgentId == agentId, times, "phone online");

    /// <summary>Waits until so many events have told that it is offline.</summary>
    public Task OfflineAsync(Guid agentId, int times = 1) =>
        CountAsync<AgentPhoneOffline>(e => e.AgentId == agentId, times, "offline");

    private async Task EndSecondAsync()
    {
        if (SecondAsterisk is not null)
        {
            await LoseSecondAsteriskAsync();
        }

        _secondPorts?.Dispose();
    }

    private static AriNode NodeOf(AsteriskServer asterisk, string name) => new()
    {
        Name = name,
        AriUri = asterisk.AriAddress,
        User = AsteriskServer.AriUser,
        Password = Password,
        AmiPort = asterisk.AmiPort,
        AmiUser = AsteriskServer.AmiUser,
        AmiPassword = Password,
        Registrar = $"127.0.0.1:{asterisk.SipPort}",
        RecordingDirectory = asterisk.MonitorDirectory,
        MediaAddress = "127.0.0.1",
    };
}
