using System.ComponentModel.DataAnnotations;

namespace CallCenter.Hosting;

/// <summary>
/// Where recordings lie: section <c>Recordings</c>, the same for Telephony (writes) and Quality (reads).
/// </summary>
public sealed class RecordingOptions
{
    /// <summary>Folder of the recordings; made when it is not there.</summary>
    [Required]
    public string Directory { get; set; } = "recordings";
}
