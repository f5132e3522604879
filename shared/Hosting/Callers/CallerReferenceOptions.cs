using System.ComponentModel.DataAnnotations;

namespace CallCenter.Hosting;

/// <summary>
/// The secret behind <see cref="CallerReference"/>: section <c>CallerReference</c>, the same for Telephony and
/// Feedback.
/// </summary>
public sealed class CallerReferenceOptions : IValidatableObject
{
    /// <summary>
    /// 32 random bytes as base64 (<c>openssl rand -base64 32</c>). Changing it makes every caller a stranger.
    /// </summary>
    [Required]
    public string Key { get; set; } = "";

    /// <summary>The key as bytes.</summary>
    public byte[] KeyBytes() => Convert.FromBase64String(Key);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var bytes = new byte[64];
        if (!Convert.TryFromBase64String(Key, bytes, out var length) || length != 32)
        {
            yield return new ValidationResult(
                "is not 32 bytes in base64; make one with: openssl rand -base64 32", [nameof(Key)]);
        }
    }
}
