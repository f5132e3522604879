using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CallCenter.Fixtures;
using CallCenter.Local.Installations;
using CallCenter.Local.Ports;
using CallCenter.Local.Supervising;
using Xunit;

namespace CallCenter.Local.Tests.Commands;

public sealed class DoctorTests(Servers servers)
{
    [Fact]
    public async Task Doctor_names_a_taken_port_and_who_has_it()
    {
        using var ports = FreePorts.Take();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, ports.Table.Amqp));
        socket.Listen(1);
        var launcher = new Launcher(Path.Combine(servers.Directory, "doctor"));
        var portBase = ports.Table.Base.ToString(CultureInfo.InvariantCulture);

        var doctor = await launcher.RunAsync("doctor", "--port-base", portBase);
        var up = await launcher.RunAsync("up", "--detach", "--port-base", portBase);

        Assert.Equal(1, doctor.ExitCode);
        var taken = $"{ports.Table.Amqp} (RabbitMQ AMQP) is taken by ";
        Assert.Contains(taken, doctor.Output, StringComparison.Ordinal);
        Assert.Contains($"(process {Environment.ProcessId})", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("--port-base", doctor.Output, StringComparison.Ordinal);
        Assert.Equal(1, up.ExitCode);
        Assert.Contains(taken, up.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, "SIP over UDP")]
    [InlineData(101, "RTP")]
    public async Task Doctor_names_a_taken_port_of_UDP_and_who_has_it(int offset, string use)
    {
        using var ports = FreePorts.Take();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Any, ports.Table.Base + offset));
        var home = new Home(Path.Combine(servers.Directory, "udp"));

        var found = await Checks.RunAsync(
            new RunRequest(home, ports.Table, Infras.Debian, "forky"), TestContext.Current.CancellationToken);

        var taken = Assert.Single(found, finding => finding.Outcome == Finding.Failed);
        Assert.StartsWith($"{ports.Table.Base + offset} ({use}) is taken by ", taken.Detail, StringComparison.Ordinal);
        Assert.Contains($"(process {Environment.ProcessId})", taken.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_names_the_right_that_is_missing_and_the_way_around()
    {
        using var ports = FreePorts.Take();
        var launcher = new Launcher(Path.Combine(servers.Directory, "rights"));
        var portBase = ports.Table.Base.ToString(CultureInfo.InvariantCulture);

        // As in a container of Docker's: root, and yet not allowed to mount.
        var doctor = await launcher.RunUnderAsync(
            ["setpriv", "--bounding-set=-sys_admin"], "doctor", "--port-base", portBase);

        Assert.Equal(1, doctor.ExitCode);
        Assert.Contains("This container may not mount", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("CAP_SYS_ADMIN", doctor.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("22.10.1", Finding.Ok)]
    [InlineData("22.11.0", Finding.Failed)]
    public void Doctor_knows_the_Asterisk_that_crashes(string version, string outcome) =>
        Assert.Equal(outcome, Checks.Asterisk(version).Outcome);

    [Fact]
    public async Task Doctor_says_which_services_are_built_and_which_rights_there_are()
    {
        using var ports = FreePorts.Take();
        var home = new Home(Path.Combine(servers.Directory, "checks"));

        var found = await Checks.RunAsync(
            new RunRequest(home, ports.Table, Infras.Debian, "forky"), TestContext.Current.CancellationToken);

        Assert.Equal(
            ["System", ".NET", "Rights", "Tools", "Packages", "Ports", "Disk", "Memory"],
            found.Select(finding => finding.Name));
        Assert.DoesNotContain(found, finding => finding.Outcome == Finding.Failed);
    }
}
