using System.Text.Json;
using CallCenter.Telephony.Controls;

namespace CallCenter.Telephony.Calls;

/// <summary>An order of Routing, or a control, as it is stored.</summary>
public sealed record CallOrder
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public long OrderId { get; init; }

    public required Guid CallId { get; init; }

    /// <summary>The node that carries the call.</summary>
    public string Node { get; init; } = "";

    /// <summary>assigned, rescinded, moved, not-routable, dial or control.</summary>
    public required string Kind { get; init; }

    public Guid? AssignmentId { get; init; }

    public Guid? AgentId { get; init; }

    public Guid? QueueId { get; init; }

    /// <summary>The queue that the call has left.</summary>
    public Guid? FromQueueId { get; init; }

    public DateTimeOffset? RingUntilAt { get; init; }

    /// <summary>Why the call is not routable; the number shown of one that is dialled.</summary>
    public string? Reason { get; init; }

    /// <summary>The consultation of the call that it is about; absent where it is about the call.</summary>
    public Guid? ConsultationId { get; init; }

    public Guid? ControlId { get; init; }

    /// <summary>A <see cref="CallControl"/> in JSON.</summary>
    public string? Control { get; init; }

    public static CallOrder Of(Guid callId, RoutingOrder order) => order switch
    {
        Assigned assigned => new CallOrder
        {
            CallId = callId,
            Kind = "assigned",
            AssignmentId = assigned.AssignmentId,
            AgentId = assigned.AgentId,
            QueueId = assigned.QueueId,
            RingUntilAt = assigned.RingUntilAt,
        },
        Rescinded rescinded => new CallOrder
        {
            CallId = callId,
            Kind = "rescinded",
            AssignmentId = rescinded.AssignmentId,
        },
        Moved moved => new CallOrder
        {
            CallId = callId,
            Kind = "moved",
            FromQueueId = moved.FromQueueId,
            QueueId = moved.ToQueueId,
        },
        NotRoutable notRoutable => new CallOrder
        {
            CallId = callId,
            Kind = "not-routable",
            Reason = notRoutable.Reason,
        },
        Dial dial => new CallOrder
        {
            CallId = callId,
            Kind = "dial",
            Reason = dial.Shown,
        },
        Controlled controlled => new CallOrder
        {
            CallId = callId,
            Kind = "control",
            ControlId = controlled.Control.ControlId,
            Control = JsonSerializer.Serialize(controlled.Control, Json),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(order)),
    };

    /// <summary>
    /// The order as an input of the call; null for one of a newer release, which is left for a replica that knows it.
    /// </summary>
    public RoutingOrder? Input()
    {
        RoutingOrder? order = Kind switch
        {
            "assigned" => new Assigned
            {
                AssignmentId = AssignmentId!.Value,
                AgentId = AgentId!.Value,
                QueueId = QueueId!.Value,
                RingUntilAt = RingUntilAt!.Value,
            },
            "control" => new Controlled(JsonSerializer.Deserialize<CallControl>(Control!, Json)!),
            "dial" => new Dial(Reason!),
            "moved" => new Moved(FromQueueId!.Value, QueueId!.Value),
            "rescinded" => new Rescinded(AssignmentId!.Value),
            "not-routable" => new NotRoutable(Reason ?? ""),
            _ => null,
        };
        return order is null ? null : order with { OrderId = OrderId, ConsultationId = ConsultationId };
    }
}
