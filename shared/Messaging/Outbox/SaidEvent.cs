using CallCenter.Messaging.Wire;

namespace CallCenter.Messaging.Outbox;

/// <summary>An event as it will be stored: its bytes are made once and never rewritten.</summary>
internal sealed record SaidEvent
{
    public required Guid EventId { get; init; }

    public required string Subject { get; init; }

    public required EventDescription Description { get; init; }

    public required string? TraceParent { get; init; }

    public required byte[] Body { get; init; }
}
