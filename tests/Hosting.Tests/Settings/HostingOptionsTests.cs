using Microsoft.Extensions.Configuration;
using Xunit;

namespace CallCenter.Hosting.Tests.Settings;

public class HostingOptionsTests
{
    [Theory]
    [InlineData("Database", "ConnectionString", "Host=")]
    [InlineData("Database", "ConnectionString", "nonsense")]
    [InlineData("Http", "Address", "localhost")]
    [InlineData("Http", "Port", "70000")]
    [InlineData("Http", "Port", "8081")]
    [InlineData("Http", "MaxRequestBytes", "0")]
    [InlineData("Auth", "KeyFile", "/nowhere/jwks.json")]
    [InlineData("Auth", "Authority", "http://example.org")]
    [InlineData("Telemetry", "SpansFileBytes", "1")]
    [InlineData("CallerReference", "Key", "c2hvcnQ=")]
    [InlineData("CallerReference", "Key", "not base64")]
    public void A_wrong_value_is_named_by_its_section_and_key(string section, string key, string value)
    {
        var reader = new SettingsReader(new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create($"{section}:{key}", (string?)value)]).Build());

        Read(reader, section);

        Assert.Contains(reader.Problems, p => p.Contains($"{section}:{key}", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_provider_and_without_a_key_file_nobody_could_be_believed()
    {
        var reader = new SettingsReader(new ConfigurationBuilder().Build());

        reader.Read<AuthOptions>("Auth");

        Assert.StartsWith(
            "Auth:Authority or Auth:KeyFile must be set", Assert.Single(reader.Problems), StringComparison.Ordinal);
    }

    private static void Read(SettingsReader reader, string section) => _ = section switch
    {
        "Database" => (object)reader.Read<DatabaseOptions>(section),
        "Http" => reader.Read<HttpOptions>(section),
        "Auth" => reader.Read<AuthOptions>(section),
        "Telemetry" => reader.Read<TelemetryOptions>(section),
        _ => reader.Read<CallerReferenceOptions>(section),
    };
}
