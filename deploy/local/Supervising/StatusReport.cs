using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CallCenter.Local.Installations;
using CallCenter.Local.Ports;

namespace CallCenter.Local.Supervising;

/// <summary>One server or service of a run, as it is now.</summary>
public sealed record StatusPart(string Name, bool Ready, string? Reason, string Address, string? Management, int? Id);

/// <summary>Asks every part of a run whether it is ready.</summary>
internal static class StatusReport
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    public static async Task<IReadOnlyList<StatusPart>> ReadAsync(RunState state, CancellationToken cancellation)
    {
        var ports = state.Ports;
        return await Task.WhenAll(
            PortAsync(
                state, "postgresql", ports.PostgreSql, $"postgresql://127.0.0.1:{ports.PostgreSql}", cancellation),
            PortAsync(
                state, "rabbitmq", ports.Amqp,
                $"amqp://127.0.0.1:{ports.Amqp}/callcenter", cancellation,
                $"http://127.0.0.1:{ports.RabbitManagement}"),
            AsteriskAsync(state, cancellation),
            ServiceAsync(state, "telephony", cancellation),
            ServiceAsync(state, "routing", cancellation),
            ServiceAsync(state, "quality", cancellation),
            ServiceAsync(state, "feedback", cancellation));
    }

    private static async Task<StatusPart> PortAsync(
        RunState state, string name, int port, string address, CancellationToken cancellation,
        string? management = null)
    {
        var member = state.Members.FirstOrDefault(member => member.Name == name);
        var reason = member is { IsAlive: false } ? "ended" : await ConnectAsync(port, cancellation);
        return new StatusPart(name, reason is null, reason, address, management, member?.Id);
    }

    /// <summary>Asterisk goes on without its SIP socket when another has the port: no phone reaches it then.</summary>
    private static async Task<StatusPart> AsteriskAsync(RunState state, CancellationToken cancellation)
    {
        const string Name = "asterisk";
        var ports = state.Ports;
        var part = await PortAsync(
            state, Name, ports.AsteriskHttp, $"sip:127.0.0.1:{ports.Sip}", cancellation,
            $"http://127.0.0.1:{ports.AsteriskHttp}/ari/");
        if (!part.Ready || part.Id is null)
        {
            return part;
        }

        return PortOwner.Describe(ports.Sip, "udp") switch
        {
            null => part with { Ready = false, Reason = "nobody receives SIP over UDP" },
            var owner when !owner.StartsWith(Name, StringComparison.Ordinal) =>
                part with { Ready = false, Reason = $"SIP over UDP is taken by {owner}" },
            _ => part,
        };
    }

    private static async Task<StatusPart> ServiceAsync(RunState state, string name, CancellationToken cancellation)
    {
        var member = state.Members.FirstOrDefault(member => member.Name == name);
        var management = $"http://127.0.0.1:{state.Ports.ManagementOf(name)}";
        var reason = member is null ? "not started"
            : !member.IsAlive ? "ended"
            : await ProbeAsync(new Uri($"{management}/healthz/ready"), cancellation);
        return new StatusPart(
            name, reason is null, reason, $"http://127.0.0.1:{state.Ports.HttpOf(name)}", management, member?.Id);
    }

    private static async Task<string?> ConnectAsync(int port, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation);
            return null;
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode.ToString();
        }
    }

    private static async Task<string?> ProbeAsync(Uri address, CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = Limit };
        try
        {
            using var answer = await http.GetAsync(address, cancellation);
            return answer.IsSuccessStatusCode
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"not ready ({(int)answer.StatusCode})");
        }
        catch (HttpRequestException failure)
        {
            return failure.HttpRequestError.ToString();
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"no answer in {Limit.TotalSeconds:0} s";
        }
    }
}
