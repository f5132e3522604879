using Microsoft.Extensions.Logging;

namespace CallCenter.Messaging;

/// <summary>Every sentence that messaging can log.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, EventName = "messaging.relay.failed", Level = LogLevel.Warning,
        Message = "Relay of part {Part} failed {Failures} times in a row; its events stay in the outbox")]
    public static partial void RelayFailed(ILogger logger, int part, int failures, Exception exception);

    [LoggerMessage(EventId = 2, EventName = "messaging.relay.sweep_failed", Level = LogLevel.Warning,
        Message = "The outbox could not be looked through, {Failures} times in a row")]
    public static partial void SweepFailed(ILogger logger, int failures, Exception exception);

    [LoggerMessage(EventId = 3, EventName = "messaging.event.held", Level = LogLevel.Warning,
        Message = "Event {EventId} ({Type}) was refused, attempt {Attempts}: {Reason}")]
    public static partial void EventHeld(ILogger logger, Guid eventId, string type, int attempts, string reason);

    [LoggerMessage(EventId = 4, EventName = "messaging.event.parked", Level = LogLevel.Error,
        Message = "Event {EventId} ({Type}) is parked after {Attempts} attempts: {Reason}")]
    public static partial void EventParked(ILogger logger, Guid eventId, string type, int attempts, string reason);

    [LoggerMessage(EventId = 5, EventName = "messaging.broker.blocked", Level = LogLevel.Error,
        Message = "The broker takes nothing for now: {Reason}")]
    public static partial void BrokerBlocked(ILogger logger, string reason);

    [LoggerMessage(EventId = 6, EventName = "messaging.broker.not_closed", Level = LogLevel.Information,
        Message = "A broken connection to the broker could not be closed in time and was left")]
    public static partial void ConnectionNotClosed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 7, EventName = "messaging.listening.failed", Level = LogLevel.Warning,
        Message = "The consumers could not be started and are made anew")]
    public static partial void ListeningFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 8, EventName = "messaging.listening.not_stopped", Level = LogLevel.Warning,
        Message = "The consumers did not stop in time; what they had not acknowledged comes again")]
    public static partial void BusNotStopped(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 9, EventName = "messaging.message.errored", Level = LogLevel.Error,
        Message = "Message {EventId} is in the error queue")]
    public static partial void MessageErrored(ILogger logger, string? eventId, Exception exception);

    [LoggerMessage(EventId = 10, EventName = "messaging.message.skipped", Level = LogLevel.Error,
        Message = "A message of type {MessageType} is in the queue of skipped messages")]
    public static partial void MessageSkipped(ILogger logger, string? messageType);

    [LoggerMessage(EventId = 11, EventName = "messaging.upkeep.partitions", Level = LogLevel.Information,
        Message = "Created {Created} and dropped {Dropped} partitions")]
    public static partial void PartitionsKept(ILogger logger, int created, int dropped);

    [LoggerMessage(EventId = 12, EventName = "messaging.upkeep.failed", Level = LogLevel.Warning,
        Message = "Partitions or backlog could not be looked after; tried again soon")]
    public static partial void UpkeepFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 13, EventName = "messaging.redrive.refused", Level = LogLevel.Error,
        Message = "Not redriven: {Reason}")]
    public static partial void RedriveRefused(ILogger logger, string reason);

    [LoggerMessage(EventId = 14, EventName = "messaging.redrive.done", Level = LogLevel.Information,
        Message = "{Count} events are in the outbox again")]
    public static partial void Redriven(ILogger logger, int count);

    [LoggerMessage(EventId = 15, EventName = "messaging.queue.stalled", Level = LogLevel.Error,
        Message = "Queue {Queue} holds {Ready} messages and delivers none; its consumers are made anew")]
    public static partial void QueueStalled(ILogger logger, string queue, long ready);

    [LoggerMessage(EventId = 16, EventName = "messaging.watchdog.blind", Level = LogLevel.Information,
        Message = "Queue {Queue} could not be looked at")]
    public static partial void WatchdogBlind(ILogger logger, string queue, Exception exception);

    [LoggerMessage(EventId = 17, EventName = "messaging.message.waits", Level = LogLevel.Warning,
        Message = "Message {EventId} ({Type}) meets a fault that should pass: attempt {Attempts} in {Seconds:0} s; "
            + "the later ones of its part wait for it")]
    public static partial void MessageWaits(
        ILogger logger, string? eventId, string type, int attempts, double seconds, Exception exception);

    [LoggerMessage(EventId = 18, EventName = "messaging.aside.grown", Level = LogLevel.Error,
        Message = "Queue {Queue} holds {Messages} messages, {More} more than before, that had no effect: {Meaning}")]
    public static partial void AsideGrown(ILogger logger, string queue, long messages, long more, string meaning);

    [LoggerMessage(EventId = 19, EventName = "messaging.queue.rests", Level = LogLevel.Error,
        Message = "Queue {Queue} rests for {Seconds:0} s: {Failures} of its last {Messages} messages failed")]
    public static partial void QueueRests(ILogger logger, string queue, int failures, int messages, double seconds);
}
