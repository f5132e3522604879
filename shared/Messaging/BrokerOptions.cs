using System.ComponentModel.DataAnnotations;
using CallCenter.Messaging.Topology;

namespace CallCenter.Messaging;

/// <summary>Where the broker is: section <c>Broker</c>.</summary>
public sealed class BrokerOptions : IValidatableObject
{
    /// <summary>
    /// <c>amqp://user:password@host:port/vhost</c>, or <c>amqps://…</c> for TLS; required, because the password has no
    /// safe default.
    /// </summary>
    [Required]
    public Uri Uri { get; set; } = null!;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!BrokerAddress.IsOne(Uri))
        {
            yield return new ValidationResult(
                "is no address of a broker; it looks like amqp://user:password@host:5672/vhost, or amqps://… for TLS",
                [nameof(Uri)]);
        }
    }
}
