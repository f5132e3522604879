namespace CallCenter.Quality;

/// <summary>Every sentence the service can log. Names are stable; ids and measures only.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, EventName = "quality.call.evaluated", Level = LogLevel.Information,
        Message = "Recording {RecordingId} of call {CallId} is evaluated: {Score}")]
    public static partial void Evaluated(ILogger logger, Guid recordingId, Guid callId, decimal? score);

    [LoggerMessage(EventId = 2, EventName = "quality.analysis.postponed", Level = LogLevel.Warning,
        Message = "Recording {RecordingId} of call {CallId}: {Reason}; attempt {Attempts}, tried again later")]
    public static partial void Postponed(ILogger logger, Guid recordingId, Guid callId, string? reason, int attempts);

    [LoggerMessage(EventId = 3, EventName = "quality.analysis.failed", Level = LogLevel.Error,
        Message = "Recording {RecordingId} of call {CallId} will not be analysed: {Reason}; after {Attempts} attempts")]
    public static partial void Failed(ILogger logger, Guid recordingId, Guid callId, string? reason, int attempts);

    [LoggerMessage(EventId = 4, EventName = "quality.analysis.overtaken", Level = LogLevel.Warning,
        Message = "Recording {RecordingId} took longer than its lease; somebody else has it now")]
    public static partial void Overtaken(ILogger logger, Guid recordingId);

    [LoggerMessage(EventId = 5, EventName = "quality.worker.failed", Level = LogLevel.Error,
        Message = "Looking for recordings failed and is tried again")]
    public static partial void WorkerFailed(ILogger logger, Exception exception);
}
