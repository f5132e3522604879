using System.ComponentModel.DataAnnotations;

namespace CallCenter.Hosting;

/// <summary>Whose tokens are believed: section <c>Auth</c>. One of Authority and KeyFile must be set.</summary>
public sealed class AuthOptions : IValidatableObject
{
    /// <summary>Address of an OpenID Connect provider; its keys are found by discovery.</summary>
    public Uri? Authority { get; set; }

    /// <summary>File of public keys (JWKS) instead of a provider: the local run and tests.</summary>
    public string? KeyFile { get; set; }

    /// <summary>The <c>iss</c> a token must have. With Authority the default is what discovery says.</summary>
    public string? Issuer { get; set; }

    /// <summary>The <c>aud</c> a token must have.</summary>
    [Required]
    public string Audience { get; set; } = "callcenter";

    /// <summary>How far the clocks of provider and service may differ.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if ((Authority is null) == string.IsNullOrEmpty(KeyFile))
        {
            yield return new ValidationResult(
                "must be set, and not both: the address of an OpenID Connect provider, or a file of public keys (JWKS)",
                [nameof(Authority), nameof(KeyFile)]);
        }

        if (Authority is { IsAbsoluteUri: false } || (Authority is { Scheme: not "https", IsLoopback: false }))
        {
            yield return new ValidationResult(
                $"is '{Authority}'; allowed: an https address (http on this machine only)", [nameof(Authority)]);
        }

        if (!string.IsNullOrEmpty(KeyFile) && JsonWebKeys.Problem(KeyFile) is { } problem)
        {
            yield return new ValidationResult(problem, [nameof(KeyFile)]);
        }

        if (!string.IsNullOrEmpty(KeyFile) && string.IsNullOrEmpty(Issuer))
        {
            yield return new ValidationResult("is missing: tokens of a key file name their issuer", [nameof(Issuer)]);
        }
    }
}
