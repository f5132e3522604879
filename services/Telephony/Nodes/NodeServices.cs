using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Flows;
using CallCenter.Telephony.Numbers;
using CallCenter.Telephony.Recordings;
using CallCenter.Telephony.Speech;
using CallCenter.Telephony.Waiting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Telephony.Nodes;

/// <summary>What every session of every node works with.</summary>
public sealed record NodeServices(
    TelephonyOptions Options,
    CallerReferenceOptions CallerReference,
    NpgsqlDataSource Database,
    Transactions Transactions,
    TimeProvider Clock,
    FlowServices Flows,
    DiskGuard Disks,
    ILogger<NodeServices> Logger)
{
    public QueueNames QueueNames { get; } = new(Database, Clock);

    public NumberBook Numbers { get; } = new(Database, Clock);
}

/// <summary>What flows need beside the switch.</summary>
public sealed record FlowServices(FlowLibrary Library, WebQuestions Web, SpeechEngine Speech);
