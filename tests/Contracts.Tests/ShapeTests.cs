using System.Reflection;
using CallCenter.Messaging.Wire;
using Xunit;

namespace CallCenter.Contracts.Tests;

/// <summary>What a contract may look like, so that any language reads it and no version breaks another.</summary>
public class ShapeTests
{
    private static readonly Type[] _values =
    [
        typeof(Guid), typeof(Guid?), typeof(string), typeof(bool), typeof(bool?), typeof(int), typeof(int?),
            typeof(long),
        typeof(long?), typeof(decimal), typeof(decimal?), typeof(DateTimeOffset), typeof(DateTimeOffset?),
        typeof(IReadOnlyList<string>), typeof(IReadOnlyDictionary<string, string>),
    ];

    // Numbers, addresses, recordings' locations and spoken words stay with the service that holds them.
    private static readonly string[] _personal =
    [
        "phone", "email", "e164", "msisdn", "transcript", "url", "uri", "address", "path", "location", "callername",
        "customername", "birth", "text",
    ];

    public static TheoryData<string> Events => new(EventCatalogue.All.Select(e => e.ClrType.Name));

    [Theory]
    [MemberData(nameof(Events))]
    public void A_contract_is_a_sealed_record_of_plain_values(string name)
    {
        var type = TypeOf(name);
        var methods = type
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(m => !m.IsSpecialName
                && m.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null);

        Assert.True(type.IsSealed && type.BaseType == typeof(object));
        Assert.Empty(methods);
        Assert.Empty(type.GetNestedTypes());
        Assert.All(type.GetProperties(), p => Assert.Contains(p.PropertyType, _values));
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Instants_end_in_At_and_durations_in_Ms(string name) =>
        Assert.All(TypeOf(name).GetProperties(), p =>
        {
            var instant = (Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType) == typeof(DateTimeOffset);
            Assert.Equal(instant, p.Name.EndsWith("At", StringComparison.Ordinal));
            Assert.False(p.Name.EndsWith("Seconds", StringComparison.Ordinal));
        });

    [Theory]
    [MemberData(nameof(Events))]
    public void No_property_holds_personal_data(string name) =>
        Assert.All(TypeOf(name).GetProperties(), p => Assert.DoesNotContain(
            _personal, word => p.Name.Contains(word, StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public void Every_event_about_a_call_names_it() =>
        Assert.All(EventCatalogue.All.Where(e => e.Subject == "call"), e =>
            Assert.NotNull(e.ClrType.GetProperty("CallId")));

    [Fact]
    public void Types_routing_keys_and_URNs_are_unique()
    {
        Assert.Equal(EventCatalogue.All.Count, EventCatalogue.All.Select(e => e.Type).Distinct().Count());
        Assert.Equal(EventCatalogue.All.Count, EventCatalogue.All.Select(e => e.RoutingKey).Distinct().Count());
        Assert.Equal(EventCatalogue.All.Count, EventCatalogue.All.Select(e => e.Urn).Distinct().Count());
    }

    [Fact]
    public void The_names_on_the_wire_follow_from_the_attribute()
    {
        var ended = EventCatalogue.Of(typeof(Telephony.CallEnded));

        Assert.Equal("callcenter.call.ended.v1", ended.Type);
        Assert.Equal("call.ended", ended.RoutingKey);
        Assert.Equal("urn:message:CallCenter.Contracts.Telephony:CallEnded", ended.Urn);
        Assert.Equal("telephony", ended.Publisher);
    }

    private static Type TypeOf(string name) => EventCatalogue.All.Single(e => e.ClrType.Name == name).ClrType;
}
