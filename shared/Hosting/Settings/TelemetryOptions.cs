using System.ComponentModel.DataAnnotations;

namespace CallCenter.Hosting;

/// <summary>
/// Local telemetry: section <c>Telemetry</c>. Export over OTLP has the standard variables
/// (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and its kin) and is off without them.
/// </summary>
public sealed class TelemetryOptions
{
    /// <summary>File that gets every finished span as a line of JSON; none by default. One file per service.</summary>
    public string? SpansFile { get; set; }

    /// <summary>
    /// Size at which the spans file starts anew, in bytes; the one before is kept with the ending <c>.1</c>.
    /// </summary>
    [Range(1024L * 1024, 16L * 1024 * 1024 * 1024)]
    public long SpansFileBytes { get; set; } = 64 * 1024 * 1024;
}
