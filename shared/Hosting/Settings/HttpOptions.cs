using System.ComponentModel.DataAnnotations;
using System.Net;

namespace CallCenter.Hosting;

/// <summary>Where the service listens: section <c>Http</c>.</summary>
public sealed class HttpOptions : IValidatableObject
{
    /// <summary>
    /// IP address of both ports. The default is this machine only; in a container it is <c>0.0.0.0</c> or <c>::</c>.
    /// </summary>
    [Required]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Port of the interface that needs a token.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 8080;

    /// <summary>Port of health and metrics, without a token: keep it away from any ingress.</summary>
    [Range(1, 65535)]
    public int ManagementPort { get; set; } = 8081;

    /// <summary>Largest request body, in bytes: every body of ours is a small document.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int MaxRequestBytes { get; set; } = 256 * 1024;

    /// <summary>
    /// Origins of pages whose browsers may ask this service, such as <c>https://phones.example</c>. Default none. A
    /// page still needs a token: cookies are never looked at.
    /// </summary>
    public string[] AllowedOrigins { get; set; } = [];

    /// <summary>
    /// How long the work in hand may take to finish at a stop. Kubernetes' grace period must be longer by the
    /// preStop sleep and 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(45);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(Address, out _))
        {
            yield return new ValidationResult($"is '{Address}'; allowed: an IP address", [nameof(Address)]);
        }

        if (AllowedOrigins.Any(origin => !IsOrigin(origin)))
        {
            yield return new ValidationResult(
                "must be an origin such as https://phones.example, each", [nameof(AllowedOrigins)]);
        }

        if (Port == ManagementPort)
        {
            yield return new ValidationResult("must differ from Http:Port", [nameof(ManagementPort)]);
        }
    }

    private static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.GetLeftPart(UriPartial.Authority) == origin;
}
