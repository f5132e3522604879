namespace CallCenter.Messaging.Wire;

/// <summary>Names that the parts agree on at the broker: headers, exchanges, queues.</summary>
public static class WireNames
{
    public const string Events = "callcenter.events";
    public const string Public = "callcenter.public";
    public const string Unrouted = "callcenter.unrouted";
    public const string DeadLetters = "callcenter.dlx";
    public const string Dead = "callcenter.dead";

    /// <summary>Queues per service: subjects are hashed to them, so changing it means draining first.</summary>
    public const int Parts = 8;

    public const string SpecVersionHeader = "cloudEvents_specversion";
    public const string IdHeader = "cloudEvents_id";
    public const string SourceHeader = "cloudEvents_source";
    public const string TypeHeader = "cloudEvents_type";
    public const string SubjectHeader = "cloudEvents_subject";
    public const string TimeHeader = "cloudEvents_time";
    public const string DataSchemaHeader = "cloudEvents_dataschema";
    public const string PartitionKeyHeader = "cloudEvents_partitionkey";
    public const string SubjectSeqHeader = "cloudEvents_subjectseq";
    public const string TraceParentHeader = "traceparent";

    /// <summary>
    /// Names the contract to the bus library; without it every consumer of a queue would get every message.
    /// </summary>
    public const string MessageTypeHeader = "MT-MessageType";

    /// <summary>Where the bus library looks for the trace instead of <c>traceparent</c>.</summary>
    public const string ActivityIdHeader = "MT-Activity-Id";

    /// <summary>
    /// The broker routes by the keys in this header too, and takes it out before it delivers: subscribers see the plain
    /// key alone.
    /// </summary>
    public const string FurtherKeysHeader = "BCC";

    /// <summary>
    /// The key by which a service's queue of one part is bound. The relay knows the part of a subject already; to hash
    /// it again at the broker (<c>x-consistent-hash</c>) took as long as all else that the broker does with a message.
    /// </summary>
    public static string PartKey(int part, string routingKey) => $"p{part}.{routingKey}";

    public static string Queue(string service, int part) => $"{service}.p{part}";

    /// <summary>Malformed messages and messages whose consumer failed, with the reason in their headers.</summary>
    public static string ErrorQueue(string service) => $"{service}_error";

    /// <summary>Messages of a type that the service does not know.</summary>
    public static string SkippedQueue(string service) => $"{service}_skipped";

    public static string Source(string installation, string service) => $"/callcenter/{installation}/{service}";
}
