using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;

namespace CallCenter.Hosting;

/// <summary>
/// Where recordings lie: section <c>Recordings</c>, the same for Telephony (writes) and Quality (reads). With a bucket
/// they lie in an object store that speaks S3, without one in the folder.
/// </summary>
public sealed class RecordingOptions : IValidatableObject
{
    /// <summary>Folder of the recordings; made when it is not there.</summary>
    [Required]
    public string Directory { get; set; } = "recordings";

    /// <summary>Bucket of the recordings, which must be there. Default none: the folder.</summary>
    public string? S3Bucket { get; set; }

    /// <summary>Address of the object store, such as <c>https://s3.example.net</c>.</summary>
    public Uri? S3Endpoint { get; set; }

    /// <summary>Region that requests are signed for. Default us-east-1: what stores without regions expect.</summary>
    [Required]
    public string S3Region { get; set; } = "us-east-1";

    /// <summary>Name of the key that signs. Quality's may only read.</summary>
    public string? S3AccessKey { get; set; }

    /// <summary>The key.</summary>
    public string? S3SecretKey { get; set; }

    /// <summary>
    /// How long the store may take for one request, with the whole of an upload, and for each step of a download; a
    /// request is tried three times. Default 100 s: an hour's recording (115 MB) at 10 Mbit/s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan S3Timeout { get; set; } = TimeSpan.FromSeconds(100);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (S3Bucket is null)
        {
            yield break;
        }

        if (S3Endpoint is null || !S3Endpoint.IsAbsoluteUri || S3Endpoint.Scheme is not ("http" or "https"))
        {
            yield return new ValidationResult("must be an http or https address", [nameof(S3Endpoint)]);
        }

        if (string.IsNullOrEmpty(S3AccessKey) || string.IsNullOrEmpty(S3SecretKey))
        {
            yield return new ValidationResult(
                "are needed with S3Bucket", [nameof(S3AccessKey), nameof(S3SecretKey)]);
        }
    }
}

/// <summary>Adds the store of recordings to a service.</summary>
public static class RecordingSetup
{
    /// <summary>The <see cref="IRecordingStore"/> of the section <c>Recordings</c>.</summary>
    public static ServiceBuilder AddRecordings(this ServiceBuilder service)
    {
        service.AddSettings<RecordingOptions>("Recordings");
        service.Services.AddSingleton(s => Open(s.GetRequiredService<RecordingOptions>()));
        return service;
    }

    private static IRecordingStore Open(RecordingOptions options) =>
        options.S3Bucket is null ? new FolderRecordings(options.Directory) : new S3Recordings(options);
}
