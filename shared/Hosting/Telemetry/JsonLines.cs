using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace CallCenter.Hosting;

/// <summary>
/// A log line as one object of JSON: when, level, stable event name, sentence, its values, trace and call.
/// </summary>
internal sealed class JsonLines() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "callcenter";

    /// <summary>A log is no web page: quotes and Chinese stay as they are.</summary>
    private static readonly JsonWriterOptions _readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override void Write<TState>(
        in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var line = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(line, _readable))
        {
            json.WriteStartObject();
            json.WriteString("at", TimeProvider.System.GetUtcNow().UtcDateTime);
            json.WriteString("level", Level(logEntry.LogLevel));
            json.WriteString("event", logEntry.EventId.Name ?? logEntry.Category);
            json.WriteString("message", logEntry.Formatter(logEntry.State, logEntry.Exception));
            if (logEntry.State is IReadOnlyList<KeyValuePair<string, object?>> values)
            {
                foreach (var (name, value) in values.Where(v => v.Key != "{OriginalFormat}"))
                {
                    WriteField(json, JsonNamingPolicy.CamelCase.ConvertName(name), value);
                }
            }

            WriteTrace(json);
            if (logEntry.Exception is { } exception)
            {
                json.WriteString("exception", exception.ToString());
            }

            json.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(line.WrittenSpan));
    }

    private static void WriteTrace(Utf8JsonWriter json)
    {
        if (Activity.Current is not { } activity)
        {
            return;
        }

        json.WriteString("traceId", activity.TraceId.ToHexString());
        json.WriteString("spanId", activity.SpanId.ToHexString());
        if (activity.GetBaggageItem(ServiceActivity.CallId) is { } call)
        {
            json.WriteString(ServiceActivity.CallId, call);
        }
    }

    private static void WriteField(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case int or long or short or byte:
                json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };
}

internal sealed class JsonLinesOptions : ConsoleFormatterOptions;
