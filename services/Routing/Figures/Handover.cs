using CallCenter.Contracts.Telephony;

namespace CallCenter.Routing.Figures;

/// <summary>An agent has handed the caller on, or given the call back to its queue.</summary>
public sealed record Handover
{
    public required Guid CallId { get; init; }

    /// <summary>Who handed on.</summary>
    public required Guid AgentId { get; init; }

    public required DateTimeOffset HandedAt { get; init; }

    /// <summary>One of <see cref="HandoverKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The queue, when to one.</summary>
    public Guid? ToQueueId { get; init; }

    /// <summary>The agent, when to one.</summary>
    public Guid? ToAgentId { get; init; }
}

/// <summary>To whom a caller was handed on.</summary>
public static class HandoverKinds
{
    public const string Queue = "queue";
    public const string Agent = "agent";

    /// <summary>A number outside of the centre.</summary>
    public const string Number = "number";

    /// <summary>Back to the queue from which the call came.</summary>
    public const string Returned = "returned";
}

/// <summary>What an event says of handing on. It is said once and whole, so nothing has to be put together.</summary>
public static class HandoverRules
{
    /// <summary>Null where the event is about none.</summary>
    public static Handover? Of(object @event) => @event switch
    {
        CallTransferred e => new Handover
        {
            CallId = e.CallId,
            AgentId = e.AgentId,
            HandedAt = e.TransferredAt,
            Kind = e.Kind,
            ToQueueId = e.ToQueueId,
            ToAgentId = e.ToAgentId,
        },

        // A phone or a node that was lost says nothing about whether the agent was the right one.
        CallReturned { Reason: not ("agent-disconnected" or "failed") } e => new Handover
        {
            CallId = e.CallId, AgentId = e.AgentId, HandedAt = e.ReturnedAt, Kind = HandoverKinds.Returned,
        },
        _ => null,
    };
}
