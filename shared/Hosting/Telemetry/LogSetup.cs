using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallCenter.Hosting;

internal static class LogSetup
{
    /// <summary>
    /// Logs are lines of JSON on standard output. Section <c>Logging:LogLevel</c> changes the levels.
    /// </summary>
    public static void AddServiceLogs(this ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.ClearProviders();
        logging.Configure(o => o.ActivityTrackingOptions =
            ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId | ActivityTrackingOptions.Baggage);
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System.Net.Http", LogLevel.Warning);
        logging.AddFilter("Npgsql", LogLevel.Warning);
        // Who asks for health is told the reason, and a refused token gets its answer: neither is an event of ours.
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        logging.AddFilter(typeof(BearerTokens).FullName, LogLevel.Warning);
        // FailedRequests says it once, with the trace.
        logging.AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.None);
        logging.AddConfiguration(configuration.GetSection("Logging"));
        logging.AddConsole(o => o.FormatterName = JsonLines.FormatterName);
        logging.AddConsoleFormatter<JsonLines, JsonLinesOptions>();
    }
}
