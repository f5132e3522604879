using System.Text;
using System.Text.Json;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Messaging.Wire;
using Xunit;

namespace CallCenter.Messaging.Tests.Wire;

public class WireJsonTests
{
    [Fact]
    public void Instants_are_written_in_UTC_with_a_Z_and_absent_values_left_out()
    {
        var json = Encoding.UTF8.GetString(WireJson.Write(new CallArrived
        {
            CallId = Guid.Empty,
            ArrivedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 600, TimeSpan.FromHours(8)),
            NumberId = Guid.Empty,
            Language = "zh",
        }));

        Assert.Contains("\"arrivedAt\":\"2026-01-01T19:04:05.6Z\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("callerRef", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"agentId":"0190a8d0-0000-7000-8000-000000000000"}""")]
    [InlineData("""
        {"agentId":"0190a8d0-0000-7000-8000-000000000000","number":null,"name":"A","addedAt":"2026-01-01T00:00:00Z"}
        """)]
    [InlineData("""{"agentId":"x","number":"1","name":"A","addedAt":"2026-01-01T00:00:00Z"}""")]
    [InlineData("null")]
    public void What_the_contract_requires_must_be_there(string body) =>
        Assert.Throws<JsonException>(() => WireJson.Read(Encoding.UTF8.GetBytes(body), typeof(AgentAdded)));

    [Fact]
    public void Properties_of_a_later_version_are_ignored() =>
        Assert.Equal("A", ((AgentAdded)WireJson.Read("""
            {"agentId":"0190a8d0-0000-7000-8000-000000000000","number":"1","name":"A",
              "addedAt":"2026-01-01T00:00:00Z","later":{}}
            """u8, typeof(AgentAdded))).Name);
}
