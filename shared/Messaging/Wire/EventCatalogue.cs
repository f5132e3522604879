using System.Collections.Concurrent;
using System.Reflection;
using CallCenter.Contracts;

namespace CallCenter.Messaging.Wire;

/// <summary>Every event of <c>shared/Contracts</c> and how it appears on the wire.</summary>
public static class EventCatalogue
{
    private static readonly ConcurrentDictionary<Type, EventDescription> _known = new();

    /// <summary>All events, ordered by CloudEvents type.</summary>
    public static IReadOnlyList<EventDescription> All { get; } =
        [.. typeof(EventAttribute).Assembly.GetExportedTypes()
            .Where(t => t.GetCustomAttribute<EventAttribute>() is not null)
            .Select(Of)
            .OrderBy(d => d.Type, StringComparer.Ordinal)];

    /// <summary>The description of one type; a type without <see cref="EventAttribute"/> is not an event.</summary>
    public static EventDescription Of(Type type) => _known.GetOrAdd(type, Describe);

    /// <summary>The event with that CloudEvents type, or null.</summary>
    public static EventDescription? Find(string type) => All.FirstOrDefault(d => d.Type == type);

    private static EventDescription Describe(Type type) => type.GetCustomAttribute<EventAttribute>() is { } said
        ? new EventDescription(type, said)
        : throw new ArgumentException($"{type} carries no Event attribute, so it cannot be said.", nameof(type));
}
