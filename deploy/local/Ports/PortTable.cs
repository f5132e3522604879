namespace CallCenter.Local.Ports;

/// <summary>All ports of a local run, relative to one movable base. All are on loopback.</summary>
public sealed record PortTable(int Base)
{
    public const int DefaultBase = 17000;

    public int PostgreSql => Base;

    public int Amqp => Base + 1;

    public int RabbitManagement => Base + 2;

    public int ErlangDistribution => Base + 3;

    /// <summary>SIP over UDP and TCP.</summary>
    public int Sip => Base + 4;

    /// <summary>Asterisk's HTTP server: ARI and WebSocket.</summary>
    public int AsteriskHttp => Base + 5;

    public int Ami => Base + 6;

    /// <summary>Erlang's port mapper (epmd) of this broker alone.</summary>
    public int ErlangPortMapper => Base + 7;

    /// <summary>SIP over TLS, towards trunks.</summary>
    public int SipTls => Base + 8;

    public int RtpFirst => Base + 100;

    public int RtpLast => Base + 899;

    /// <summary>The four services with their place in the table.</summary>
    public static IReadOnlyList<string> Services { get; } = ["telephony", "routing", "quality", "feedback"];

    public int HttpOf(string service) => Base + 10 + (2 * IndexOf(service));

    public int ManagementOf(string service) => HttpOf(service) + 1;

    /// <summary>Every TCP port with what it is for.</summary>
    public IReadOnlyList<(int Port, string Use)> Tcp =>
    [
        (PostgreSql, "PostgreSQL"), (Amqp, "RabbitMQ AMQP"), (RabbitManagement, "RabbitMQ management"),
        (ErlangDistribution, "RabbitMQ distribution"), (Sip, "SIP"), (SipTls, "SIP over TLS"),
        (AsteriskHttp, "Asterisk HTTP and ARI"),
        (Ami, "Asterisk AMI"), (ErlangPortMapper, "RabbitMQ port mapper"),
        .. Services.SelectMany(service => ((int, string)[])
        [
            (HttpOf(service), $"{service} HTTP"), (ManagementOf(service), $"{service} management"),
        ]),
    ];

    /// <summary>Every UDP port with what it is for.</summary>
    public IReadOnlyList<(int Port, string Use)> Udp =>
    [
        (Sip, "SIP over UDP"), .. Enumerable.Range(RtpFirst, RtpLast - RtpFirst + 1).Select(port => (port, "RTP")),
    ];

    private static int IndexOf(string service)
    {
        for (var index = 0; index < Services.Count; index++)
        {
            if (Services[index] == service)
            {
                return index;
            }
        }

        throw new ArgumentException($"No service is called '{service}'.", nameof(service));
    }
}
