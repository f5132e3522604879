using System.Net;
using System.Net.Sockets;
using CallCenter.Fixtures;
using CallCenter.Local.Installations;
using CallCenter.Local.Ports;
using CallCenter.Local.Supervising;
using Xunit;

namespace CallCenter.Local.Tests.Supervising;

/// <summary>What status and doctor say of an Asterisk that runs and whose phones may yet not reach it.</summary>
public sealed class StatusReportTests(Servers servers)
{
    [Fact]
    public async Task An_Asterisk_that_receives_SIP_over_UDP_is_ready()
    {
        var asterisk = await servers.AsteriskAsync();

        var part = await AsteriskPartAsync(servers.Ports, asterisk.Process.Id);

        Assert.True(part.Ready, part.Reason);
        Assert.Equal(($"sip:127.0.0.1:{servers.Ports.Sip}", asterisk.Process.Id), (part.Address, part.Id));
    }

    [Fact]
    public async Task An_Asterisk_whose_SIP_port_nobody_has_is_not_ready()
    {
        using var ports = FreePorts.Take();
        using var http = Listen(ports.Table.AsteriskHttp);

        var part = await AsteriskPartAsync(ports.Table, Environment.ProcessId);

        Assert.Equal((false, "nobody receives SIP over UDP"), (part.Ready, part.Reason));
    }

    [Fact]
    public async Task An_Asterisk_whose_SIP_port_another_program_has_is_not_ready_and_the_program_is_named()
    {
        using var ports = FreePorts.Take();
        using var http = Listen(ports.Table.AsteriskHttp);
        using var sip = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        sip.Bind(new IPEndPoint(IPAddress.Any, ports.Table.Sip));

        var part = await AsteriskPartAsync(ports.Table, Environment.ProcessId);

        Assert.False(part.Ready);
        Assert.StartsWith("SIP over UDP is taken by ", part.Reason, StringComparison.Ordinal);
        Assert.EndsWith($" (process {Environment.ProcessId})", part.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_Asterisk_that_has_ended_is_said_to_have_ended_whoever_has_its_ports()
    {
        using var ports = FreePorts.Take();
        using var http = Listen(ports.Table.AsteriskHttp);

        var part = await AsteriskPartAsync(ports.Table, int.MaxValue);

        Assert.Equal((false, "ended"), (part.Ready, part.Reason));
    }

    private static async Task<StatusPart> AsteriskPartAsync(PortTable ports, int processId)
    {
        var state = new RunState
        {
            Phase = RunState.Ready,
            PortBase = ports.Base,
            Infra = Infras.Debian,
            StartedAt = DateTimeOffset.UnixEpoch,
            Supervisor = RunMember.Of("launcher", Environment.ProcessId, ""),
            Members = [RunMember.Of("asterisk", processId, "")],
        };
        var parts = await StatusReport.ReadAsync(state, TestContext.Current.CancellationToken);
        return parts.Single(part => part.Name == "asterisk");
    }

    private static Socket Listen(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        socket.Listen(8);
        return socket;
    }
}
