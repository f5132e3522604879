using System.ComponentModel.DataAnnotations;
using CallCenter.Telephony.Phones;
using Xunit;

namespace CallCenter.Telephony.Tests.Phones;

public sealed class TurnRulesTests
{
    private static readonly Guid AgentId = new("0190a000-0000-7000-8000-000000000001");
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The credential is what openssl dgst -sha1 -hmac makes of the user name.</summary>
    [Fact]
    public void A_relay_that_knows_the_secret_takes_the_account_until_it_ends()
    {
        var account = TurnRules.Account(["turn:relay.example"], "north-secret-of-the-relay", AgentId, Noon)!;
        Assert.Equal("1772452800:0190a000-0000-7000-8000-000000000001", account.Username);
        Assert.Equal("y9wN+kb5OgR0vwXAkY6U+K0MSao=", account.Credential);
        Assert.Equal(Noon, account.ExpiresAt);
        Assert.Equal(["turn:relay.example"], account.Urls);
    }

    [Fact]
    public void Without_relays_there_is_no_account() =>
        Assert.Null(new TelephonyOptions { TurnSecret = "north-secret-of-the-relay" }.TurnAccount(AgentId, Noon));

    [Theory]
    [InlineData("turn:relay.example", "0123456789abcdef", null)]
    [InlineData("turns:relay.example:5349?transport=tcp", "0123456789abcdef", null)]
    [InlineData("turn:[2001:db8::1]:3478", "0123456789abcdef", null)]
    [InlineData("stun:relay.example", "0123456789abcdef", "TurnServers")]
    [InlineData("turn://relay.example", "0123456789abcdef", "TurnServers")]
    [InlineData("turn:relay.example?transport=sctp", "0123456789abcdef", "TurnServers")]
    [InlineData("turn:relay.example\nX", "0123456789abcdef", "TurnServers")]
    [InlineData("turn:relay.example", "0123456789abcde", "TurnSecret")]
    public void A_broken_relay_or_a_short_secret_is_refused_at_the_start(string server, string secret, string? field)
    {
        var options = new TelephonyOptions { TurnServers = [server], TurnSecret = secret };
        var broken = options.Validate(new ValidationContext(options)).SelectMany(rule => rule.MemberNames);
        Assert.Equal(field is null ? [] : [field], broken);
    }

    [Theory]
    [InlineData("https://routing.example/", true)]
    [InlineData("http://127.0.0.1:8080/routing/", true)]
    [InlineData("https://routing.example/routing", false)]
    [InlineData("https://routing.example/?a=/", false)]
    [InlineData("ftp://routing.example/", false)]
    [InlineData("/routing/", false)]
    public void The_address_of_Routing_is_one_to_which_a_page_can_append(string address, bool isGood)
    {
        var options = new TelephonyOptions { RoutingUri = address };
        Assert.Equal(isGood, !options.Validate(new ValidationContext(options)).Any());
    }
}
