using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OpenTelemetry;

namespace CallCenter.Hosting;

/// <summary>
/// Writes finished spans to a file, a line of JSON each, for the local run: one can follow a call with grep.
/// </summary>
internal sealed class SpansFile(string path, long maxBytes, string service) : BaseExporter<Activity>
{
    private readonly ArrayBufferWriter<byte> _lines = new();

    public override ExportResult Export(in Batch<Activity> batch)
    {
        using var noSpans = SuppressInstrumentationScope.Begin();
        _lines.Clear();
        foreach (var activity in batch)
        {
            using (var json = new Utf8JsonWriter(_lines))
            {
                Write(json, activity);
            }

            _lines.Write("\n"u8);
        }

        try
        {
            if (File.Exists(path) && new FileInfo(path).Length > maxBytes)
            {
                File.Move(path, path + ".1", overwrite: true);
            }

            using var file = new FileStream(
                path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            file.Write(_lines.WrittenSpan);
            return ExportResult.Success;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk must not harm a call: the SDK counts what it could not export.
            return ExportResult.Failure;
        }
    }

    private void Write(Utf8JsonWriter json, Activity activity)
    {
        json.WriteStartObject();
        json.WriteString("traceId", activity.TraceId.ToHexString());
        json.WriteString("spanId", activity.SpanId.ToHexString());
        if (activity.ParentSpanId != default)
        {
            json.WriteString("parentId", activity.ParentSpanId.ToHexString());
        }

        json.WriteString("service", service);
        json.WriteString("name", activity.DisplayName);
        json.WriteString("kind", activity.Kind.ToString().ToLowerInvariant());
        json.WriteString("start", activity.StartTimeUtc.ToString("O", CultureInfo.InvariantCulture));
        json.WriteNumber("durationMs", Math.Round(activity.Duration.TotalMilliseconds, 3));
        if (activity.Status == ActivityStatusCode.Error)
        {
            json.WriteString("error", activity.StatusDescription ?? "");
        }

        json.WriteStartObject("attributes");
        foreach (var (name, value) in activity.TagObjects)
        {
            json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
