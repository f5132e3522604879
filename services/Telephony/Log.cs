using Microsoft.Extensions.Logging;

namespace CallCenter.Telephony;

/// <summary>Every sentence this service can log. Never a phone number, a password or audio.</summary>
internal static partial class Log
{
    [LoggerMessage(EventName = "telephony.node.event_unreadable", Level = LogLevel.Warning,
        Message = "An event of node {Node} could not be read ({Why}) and is passed over")]
    public static partial void EventUnreadable(this ILogger logger, string node, string why);

    [LoggerMessage(EventName = "telephony.node.taken", Level = LogLevel.Information,
        Message = "Node {Node} is ours now (epoch {Epoch})")]
    public static partial void NodeTaken(this ILogger logger, string node, long epoch);

    [LoggerMessage(EventName = "telephony.node.left", Level = LogLevel.Information,
        Message = "Node {Node} is no longer ours (epoch {Epoch})")]
    public static partial void NodeLeft(this ILogger logger, string node, long epoch);

    [LoggerMessage(EventName = "telephony.node.connected", Level = LogLevel.Information,
        Message = "Node {Node} is connected and its calls are adopted")]
    public static partial void NodeConnected(this ILogger logger, string node);

    [LoggerMessage(EventName = "telephony.node.replaced", Level = LogLevel.Warning,
        Message = "Another process has taken node {Node} from us")]
    public static partial void NodeReplaced(this ILogger logger, string node);

    [LoggerMessage(EventName = "telephony.node.session_ended", Level = LogLevel.Warning,
        Message = "The connection to node {Node} has ended; it is tried again")]
    public static partial void SessionEnded(this ILogger logger, string node, Exception fault);

    [LoggerMessage(EventName = "telephony.node.reconciled", Level = LogLevel.Information,
        Message = "Node {Node} reconciled in {Ms} ms: {Adopted} calls adopted, {Legs} legs and {Talks} talks removed")]
    public static partial void NodeReconciled(
        this ILogger logger, string node, long ms, int adopted, int legs, int talks);

    [LoggerMessage(EventName = "telephony.node.drained", Level = LogLevel.Information,
        Message = "Node {Node}: drained is {Drained} now")]
    public static partial void NodeDrained(this ILogger logger, string node, bool drained);

    [LoggerMessage(EventName = "telephony.trunks.pushed", Level = LogLevel.Information,
        Message = "Node {Node} was told of {Count} trunks")]
    public static partial void TrunksPushed(this ILogger logger, string node, int count);

    [LoggerMessage(EventName = "telephony.trunk.refused", Level = LogLevel.Error,
        Message = "Node {Node} refused trunk {TrunkId}: nothing can be dialled through it")]
    public static partial void TrunkRefused(this ILogger logger, string node, Guid trunkId);

    [LoggerMessage(EventName = "telephony.trunk.passed_over", Level = LogLevel.Warning,
        Message = "Node {Node} could not dial through trunk {Trunk} ({Outcome}); the next one is tried")]
    public static partial void TrunkPassedOver(this ILogger logger, string node, string trunk, string outcome);

    [LoggerMessage(EventName = "telephony.trunk.full", Level = LogLevel.Warning,
        Message = "Node {Node} refused a call that came in by trunk {Trunk}: it has as many as it may have")]
    public static partial void TrunkFull(this ILogger logger, string node, string trunk);

    [LoggerMessage(EventName = "telephony.dial.refused", Level = LogLevel.Warning,
        Message = "Node {Node} dialled nobody for call {CallId}: {Reason}")]
    public static partial void NotDialled(this ILogger logger, string node, Guid callId, string reason);

    [LoggerMessage(EventName = "telephony.lease.not_taken", Level = LogLevel.Warning,
        Message = "The lease of node {Node} could not be asked for; the database is away")]
    public static partial void LeaseNotTaken(this ILogger logger, string node, Exception fault);

    [LoggerMessage(EventName = "telephony.lease.not_renewed", Level = LogLevel.Warning,
        Message = "The lease of node {Node} could not be renewed; the database is away")]
    public static partial void LeaseNotRenewed(this ILogger logger, string node, Exception fault);

    [LoggerMessage(EventName = "telephony.lease.not_released", Level = LogLevel.Information,
        Message = "The lease of node {Node} runs out by itself")]
    public static partial void LeaseNotReleased(this ILogger logger, string node, Exception fault);

    [LoggerMessage(EventName = "telephony.database.away", Level = LogLevel.Warning,
        Message = "The database is away: {Work} waits")]
    public static partial void DatabaseAway(this ILogger logger, string work, Exception fault);

    [LoggerMessage(EventName = "telephony.work.waits", Level = LogLevel.Warning,
        Message = "The database or a node does not answer: {Work} waits")]
    public static partial void WorkWaits(this ILogger logger, string work, Exception fault);

    [LoggerMessage(EventName = "telephony.call.broke", Level = LogLevel.Error,
        Message = "Call {CallId} met a fault of ours; the next reconcile takes it up again")]
    public static partial void CallBroke(this ILogger logger, Guid callId, Exception fault);

    [LoggerMessage(EventName = "telephony.call.overtaken", Level = LogLevel.Warning,
        Message = "Call {CallId} was stored by somebody else meanwhile; the next reconcile takes it up if it is alive")]
    public static partial void CallOvertaken(this ILogger logger, Guid callId);

    [LoggerMessage(EventName = "telephony.call.lost", Level = LogLevel.Warning,
        Message = "Call {CallId} ended as lost: node {Node} has been away for too long")]
    public static partial void CallEndedAsLost(this ILogger logger, Guid callId, string node);

    [LoggerMessage(EventName = "telephony.order.failed", Level = LogLevel.Warning,
        Message = "Node {Node} did not answer the order {Order}")]
    public static partial void OrderFailed(this ILogger logger, string node, string order, Exception fault);

    [LoggerMessage(EventName = "telephony.order.refused", Level = LogLevel.Warning,
        Message = "Node {Node} refused the order {Order}: {Outcome}")]
    public static partial void OrderRefused(this ILogger logger, string node, string order, string outcome);

    [LoggerMessage(EventName = "telephony.prompt.failed", Level = LogLevel.Error,
        Message = "Prompt {PromptId} of call {CallId} could not be played: is its sound file there, in that language?")]
    public static partial void PromptFailed(this ILogger logger, Guid callId, string promptId);

    [LoggerMessage(EventName = "telephony.speech.failed", Level = LogLevel.Error,
        Message = "A text could not be spoken in {Language}: is the speech command there?")]
    public static partial void NotSpoken(this ILogger logger, string language, Exception fault);

    [LoggerMessage(EventName = "telephony.flow.host_not_allowed", Level = LogLevel.Error,
        Message = "A flow asks the host {Host}, which is not one of Telephony:FlowHosts")]
    public static partial void HostNotAllowed(this ILogger logger, string host);

    [LoggerMessage(EventName = "telephony.flow.question_failed", Level = LogLevel.Warning,
        Message = "A flow got no good answer from {Host}: {Fault}")]
    public static partial void QuestionFailed(this ILogger logger, string host, string fault);

    [LoggerMessage(EventName = "telephony.phones.pushed", Level = LogLevel.Debug,
        Message = "Node {Node} was told of {Count} phones")]
    public static partial void PhonesPushed(this ILogger logger, string node, int count);

    [LoggerMessage(EventName = "telephony.phone.refused", Level = LogLevel.Error,
        Message = "Node {Node} refused the phone account of agent {AgentId}")]
    public static partial void PhoneRefused(this ILogger logger, string node, Guid agentId);

    [LoggerMessage(EventName = "telephony.trunks.not_seen", Level = LogLevel.Warning,
        Message = "Node {Node} does not say how its trunks stand")]
    public static partial void TrunksNotSeen(this ILogger logger, string node, Exception fault);

    [LoggerMessage(EventName = "telephony.recording.not_fetched", Level = LogLevel.Error,
        Message = "Recording {RecordingId} of call {CallId} could not be fetched; next attempt {Next}")]
    public static partial void RecordingNotFetched(
        this ILogger logger, Guid recordingId, Guid callId, DateTimeOffset? next, Exception fault);

    [LoggerMessage(EventName = "telephony.recording.one_sided", Level = LogLevel.Warning,
        Message = "Recording {RecordingId} of call {CallId} has no sound of the {Silent} "
            + "(files of {CallerBytes} bytes for the caller, {AgentBytes} for the agent)")]
    public static partial void RecordingOneSided(
        this ILogger logger, Guid recordingId, Guid callId, string silent, long callerBytes, long agentBytes);

    [LoggerMessage(EventName = "telephony.recording.orphan_deleted", Level = LogLevel.Information,
        Message = "A file of recording {RecordingId} on node {Node} was wanted by nobody and is deleted")]
    public static partial void OrphanDeleted(this ILogger logger, string node, Guid recordingId);

    [LoggerMessage(EventName = "telephony.sweep.failed", Level = LogLevel.Warning,
        Message = "Clearing away failed; it is tried again")]
    public static partial void SweepFailed(this ILogger logger, Exception fault);

    [LoggerMessage(EventName = "telephony.recording.not_deleted", Level = LogLevel.Error,
        Message = "Recording {RecordingId} could not be deleted; it is tried again")]
    public static partial void RecordingNotDeleted(this ILogger logger, Guid recordingId, Exception fault);

    [LoggerMessage(EventName = "telephony.recording.deleted", Level = LogLevel.Information,
        Message = "Recording {RecordingId} is deleted: {Reason}")]
    public static partial void RecordingDeleted(this ILogger logger, Guid recordingId, string reason);

    [LoggerMessage(EventName = "telephony.recording.disk_full", Level = LogLevel.Error,
        Message = "No recording begins: {Place} has {Free} bytes left, the bound is {Bound}")]
    public static partial void DiskFull(this ILogger logger, string place, long free, long bound);

    [LoggerMessage(EventName = "telephony.recording.checked", Level = LogLevel.Information,
        Message = "{Recordings} recordings and {Files} files compared: {Missing} missing, {Orphaned} orphaned")]
    public static partial void RecordingsChecked(
        this ILogger logger, long recordings, long files, long missing, long orphaned);

    [LoggerMessage(EventName = "telephony.recording.missing", Level = LogLevel.Error,
        Message = "Recording {RecordingId} has no file in the recording store")]
    public static partial void RecordingMissing(this ILogger logger, Guid recordingId);

    [LoggerMessage(EventName = "telephony.recording.orphaned", Level = LogLevel.Warning,
        Message = "The file {Name} in the recording store belongs to no recording that is kept")]
    public static partial void RecordingOrphaned(this ILogger logger, string name);

    [LoggerMessage(EventName = "telephony.recording.check_failed", Level = LogLevel.Error,
        Message = "The recordings could not be compared with their files")]
    public static partial void RecordingCheckFailed(this ILogger logger, Exception fault);
}
