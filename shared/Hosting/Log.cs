using Microsoft.Extensions.Logging;

namespace CallCenter.Hosting;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Critical, EventName = "hosting.start.refused",
        Message = "Start refused: {Problem}")]
    public static partial void StartRefused(ILogger log, string problem);

    [LoggerMessage(Level = LogLevel.Information, EventName = "hosting.service.started",
        Message = "{Service} answers on {Address}:{Port}; health and metrics on port {ManagementPort}")]
    public static partial void Started(ILogger log, string service, string address, int port, int managementPort);

    [LoggerMessage(Level = LogLevel.Information, EventName = "hosting.service.stopped",
        Message = "{Service} stopped")]
    public static partial void Stopped(ILogger log, string service);

    [LoggerMessage(Level = LogLevel.Information, EventName = "hosting.schema.migrated",
        Message = "The schema is up to date; {Applied} files were applied")]
    public static partial void Migrated(ILogger log, int applied);

    [LoggerMessage(Level = LogLevel.Information, EventName = "hosting.migration.step_done",
        Message = "Migration step done: {Step}")]
    public static partial void StepDone(ILogger log, string step);

    [LoggerMessage(Level = LogLevel.Critical, EventName = "hosting.migration.failed",
        Message = "Migration failed: {Reason}")]
    public static partial void MigrationFailed(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, EventName = "hosting.schema.behind",
        Message = "Not ready: {Reason}")]
    public static partial void SchemaBehind(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Error, EventName = "hosting.request.failed",
        Message = "{Method} {Path} failed")]
    public static partial void RequestFailed(ILogger log, Exception exception, string method, string path);
}
