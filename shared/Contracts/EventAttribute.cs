namespace CallCenter.Contracts;

/// <summary>
/// Says how an event appears on the wire: <c>[Event("call", "ended", nameof(CallId))]</c> has the CloudEvents type
/// <c>callcenter.call.ended.v1</c>, the routing key <c>call.ended</c> and the subject <c>call/{CallId}</c>.
/// The publisher is the last part of the namespace.
/// </summary>
/// <param name="subject">What the event is about: call, callback, agent, queue, complaint or customer.</param>
/// <param name="happened">What happened to it: past participle, words joined by a hyphen.</param>
/// <param name="id">Name of the <see cref="Guid"/> property that identifies the subject.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EventAttribute(string subject, string happened, string id) : Attribute
{
    /// <summary>What the event is about.</summary>
    public string Subject { get; } = subject;

    /// <summary>What happened to it.</summary>
    public string Happened { get; } = happened;

    /// <summary>Name of the property that identifies the subject.</summary>
    public string Id { get; } = id;

    /// <summary>Whether business systems outside may read it.</summary>
    public bool Public { get; init; }

    /// <summary>Major version: 1 unless the type is a <c>…V2</c>.</summary>
    public int Version { get; init; } = 1;
}
