using System.Reflection;
using CallCenter.Contracts;

namespace CallCenter.Messaging.Wire;

/// <summary>How one type of event appears on the wire, derived from its <see cref="EventAttribute"/>.</summary>
public sealed record EventDescription
{
    private readonly PropertyInfo _id;

    internal EventDescription(Type type, EventAttribute said)
    {
        _id = type.GetProperty(said.Id) is { } id && id.PropertyType == typeof(Guid)
            ? id
            : throw new InvalidOperationException(
                $"{type.Name}: the Event attribute names no Guid property {said.Id}.");
        ClrType = type;
        Subject = said.Subject;
        Publisher = type.Namespace![(type.Namespace!.LastIndexOf('.') + 1)..].ToLowerInvariant();
        Type = $"callcenter.{said.Subject}.{said.Happened}.v{said.Version}";
        RoutingKey = $"{said.Subject}.{said.Happened}" + (said.Version == 1 ? "" : $".v{said.Version}");
        Urn = $"urn:message:{type.Namespace}:{type.Name}";
        Public = said.Public;
    }

    /// <summary>The contract.</summary>
    public Type ClrType { get; }

    /// <summary>Kind of subject: call, agent, queue, complaint or customer.</summary>
    public string Subject { get; }

    /// <summary>Lower-case name of the service that says it.</summary>
    public string Publisher { get; }

    /// <summary>CloudEvents <c>type</c>, such as <c>callcenter.call.ended.v1</c>.</summary>
    public string Type { get; }

    /// <summary>Routing key on <c>callcenter.events</c>, such as <c>call.ended</c>.</summary>
    public string RoutingKey { get; }

    /// <summary>Identity of the message for the bus: <c>urn:message:namespace:type</c>.</summary>
    public string Urn { get; }

    /// <summary>Whether business systems outside may read it.</summary>
    public bool Public { get; }

    /// <summary>CloudEvents <c>subject</c> of one event, such as <c>call/0190…</c>.</summary>
    public string SubjectOf(object @event) => $"{Subject}/{(Guid)_id.GetValue(@event)!}";
}
