using System.Diagnostics.CodeAnalysis;

namespace CallCenter.Messaging.Topology;

/// <summary>The parts of an AMQP address, for those who do not read it themselves.</summary>
internal sealed record BrokerAddress
{
    private const int PlainPort = 5672;
    private const int TlsPort = 5671;

    public required string Host { get; init; }

    public required int Port { get; init; }

    public required string VirtualHost { get; init; }

    public required string User { get; init; }

    public required string Password { get; init; }

    /// <summary>Whether the way is encrypted and the broker's certificate checked.</summary>
    public required bool Tls { get; init; }

    /// <summary>Whether an address is one of a broker: amqp or amqps, a host, a user.</summary>
    public static bool IsOne([NotNullWhen(true)] Uri? uri) =>
        uri is { IsAbsoluteUri: true, Scheme: "amqp" or "amqps", Host.Length: > 0, UserInfo.Length: > 0 };

    public static BrokerAddress Of(Uri uri)
    {
        var user = uri.UserInfo.Split(':', 2);
        var tls = uri.Scheme == "amqps";
        return new BrokerAddress
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : tls ? TlsPort : PlainPort,
            VirtualHost = uri.AbsolutePath.Length <= 1 ? "/" : Uri.UnescapeDataString(uri.AbsolutePath[1..]),
            User = Uri.UnescapeDataString(user[0]),
            Password = user.Length == 2 ? Uri.UnescapeDataString(user[1]) : "",
            Tls = tls,
        };
    }

    /// <summary>Without user and password: fit to be shown.</summary>
    public override string ToString() => $"{Host}:{Port}{(VirtualHost == "/" ? "" : $"/{VirtualHost}")}";
}
