using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Telephony.Calls;
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
    ILogger<NodeServices> Logger);
