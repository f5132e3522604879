using System.ComponentModel.DataAnnotations;

namespace CallCenter.Messaging;

/// <summary>Where the broker is: section <c>Broker</c>.</summary>
public sealed class BrokerOptions
{
    /// <summary>
    /// <c>amqp://user:password@host:port/vhost</c>; required, because the password has no safe default.
    /// </summary>
    [Required]
    public Uri Uri { get; set; } = null!;
}
