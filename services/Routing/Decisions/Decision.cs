using System.Text.Json;
using System.Text.Json.Serialization;
using CallCenter.Routing.Matching;

namespace CallCenter.Routing.Decisions;

/// <summary>Why an agent got a call, or why nobody did in a step of its queue's plan.</summary>
public sealed record Decision
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public required Guid DecisionId { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    public required Guid CallId { get; init; }

    public required Guid QueueId { get; init; }

    public required int Step { get; init; }

    public required string Policy { get; init; }

    /// <summary>The winner; absent where nobody got the call.</summary>
    public Guid? AgentId { get; init; }

    public Guid? AssignmentId { get; init; }

    /// <summary>A <see cref="MatchTrace"/> as JSON.</summary>
    public required string Trace { get; init; }

    public MatchTrace ReadTrace() => JsonSerializer.Deserialize<MatchTrace>(Trace, _json)!;

    /// <summary>A call and the agent reserved for it.</summary>
    public static Decision Of(Guid assignmentId, Match match, DateTimeOffset now) => new()
    {
        // One assignment, one decision.
        DecisionId = assignmentId,
        DecidedAt = now,
        CallId = match.Call.CallId,
        QueueId = match.Queue.QueueId,
        Step = match.Trace!.Step,
        Policy = match.Trace.Policy,
        AgentId = match.Agent.AgentId,
        AssignmentId = assignmentId,
        Trace = JsonSerializer.Serialize(match.Trace, _json),
    };

    /// <summary>A call that nobody got.</summary>
    public static Decision Nobody(Guid decisionId, PassedOver passed, DateTimeOffset now) => new()
    {
        DecisionId = decisionId,
        DecidedAt = now,
        CallId = passed.Call.CallId,
        QueueId = passed.Queue.QueueId,
        Step = passed.Trace!.Step,
        Policy = passed.Trace.Policy,
        Trace = JsonSerializer.Serialize(passed.Trace, _json),
    };

    /// <summary>Each reason of the trace with the number of agents it held for, as it is shown with a wait.</summary>
    public string Reasons() => JsonSerializer.Serialize(
        ReadTrace().Removed.ToDictionary(removal => removal.Reason, removal => removal.Count));
}
