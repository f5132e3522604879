using CallCenter.Telephony.Trunks;
using Xunit;

namespace CallCenter.Telephony.Tests.Trunks;

/// <summary>What may be said of a trunk.</summary>
public sealed class TrunkRulesTests
{
    private static readonly TrunkRequest Good = new()
    {
        Name = "north", Mode = TrunkModes.Register, Addresses = ["sip.example.com:5061", "192.0.2.1"],
        AcceptFrom = ["192.0.2.0/28", "2001:db8::1"], Transport = "tls", Srtp = "sdes", Username = "me@example.com",
        Password = "s3cret;", Codecs = ["g722", "alaw"], MaxCalls = 1, MaxCallsPerSecond = 1_000, QualifySeconds = 0,
        ExpirySeconds = 60,
        CallerId = new TrunkCallerIdRequest
        {
            Allowed = ["+44"], Number = "+441632960000", Format = "digits", Header = "identity",
        },
    };

    public static TheoryData<string, TrunkRequest> Broken => new()
    {
        { "name", Good with { Name = "North" } },
        { "rank", Good with { Rank = 1_001 } },
        { "mode", Good with { Mode = "peer" } },
        { "addresses", Good with { Addresses = [] } },
        { "addresses", Good with { Addresses = ["a b"] } },
        { "addresses", Good with { Addresses = ["example.com:70000"] } },
        { "addresses", Good with { Addresses = ["example.com\n"] } },
        { "addresses", Good with { Addresses = ["example.com;transport=tcp"] } },
        { "addresses", Good with { Addresses = [null!] } },
        { "acceptFrom", Good with { AcceptFrom = ["0.0.0.0/0"] } },
        { "acceptFrom", Good with { AcceptFrom = ["example.com"] } },
        { "acceptFrom", Good with { AcceptFrom = [null!] } },
        { "transport", Good with { Transport = "sctp" } },
        { "srtp", Good with { Srtp = "dtls" } },
        { "srtp", Good with { Transport = "udp" } },
        { "username", Good with { Username = null } },
        { "username", Good with { Username = "a b" } },
        { "username", Good with { Mode = TrunkModes.Address, Username = null } },
        { "password", Good with { Password = null } },
        { "password", Good with { Password = "a\nb" } },
        { "codecs", Good with { Codecs = ["alaw", "alaw"] } },
        { "codecs", Good with { Codecs = ["g729"] } },
        { "codecs", Good with { Codecs = [] } },
        { "maxCalls", Good with { MaxCalls = 0 } },
        { "maxIncoming", Good with { MaxIncoming = 0 } },
        { "maxCallsPerSecond", Good with { MaxCallsPerSecond = 0 } },
        { "qualifySeconds", Good with { QualifySeconds = 1 } },
        { "expirySeconds", Good with { ExpirySeconds = 59 } },
        { "callerId.allowed", Good with { CallerId = new TrunkCallerIdRequest { Allowed = ["44"] } } },
        { "callerId.number", Good with { CallerId = new TrunkCallerIdRequest { Number = "01632960000" } } },
        { "callerId.format", Good with { CallerId = new TrunkCallerIdRequest { Format = "national" } } },
        { "callerId.header", Good with { CallerId = new TrunkCallerIdRequest { Header = "diversion" } } },
    };

    [Fact]
    public void What_breaks_no_rule_is_a_trunk_without_its_secret()
    {
        Assert.Null(TrunkRules.Refusal(Good, hasPassword: false));
        Assert.Null(TrunkRules.Refusal(Good with { Password = null }, hasPassword: true));
        var trunk = TrunkRules.Of(Guid.CreateVersion7(), Good);
        Assert.DoesNotContain("s3cret", System.Text.Json.JsonSerializer.Serialize(trunk), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", Good.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "s3cret", new StoredTrunk(trunk.TrunkId, trunk, "s3cret;", 1).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public void The_field_that_breaks_a_rule_is_named(string field, TrunkRequest request) =>
        Assert.Equal(field, TrunkRules.Refusal(request, hasPassword: false)?.Field);
}
