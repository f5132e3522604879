namespace CallCenter.Local.Supervising;

/// <summary>Where PostgreSQL, RabbitMQ and Asterisk come from.</summary>
public static class Infras
{
    /// <summary>Debian packages in namespaces of their own; needs root and nothing else.</summary>
    public const string Debian = "debian";

    /// <summary>Containers of <c>deploy/compose</c>.</summary>
    public const string Docker = "docker";
}
