using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Telephony.Tests.Houses;
using CallCenter.Telephony.Trunks;
using Xunit;

namespace CallCenter.Telephony.Tests.Trunks;

/// <summary>Two real Asterisks with a trunk by TLS and SRTP between them: the second is the provider.</summary>
public sealed class TlsTrunkTests(Servers servers)
{
    private const string Phones = "127.0.0.9";

    [Fact]
    public async Task A_call_by_TLS_and_SRTP_goes_out_and_comes_in_and_both_hear_each_other()
    {
        await using var house = await StartAsync(isTrusted: true);
        var (customerId, customer) = await AgentAsync(house, second: true);
        var (agentId, agent) = await AgentAsync(house, second: false);

        await house.DueAsync(await house.AskAsync(House.Dialled), ring: House.Soon);
        // What comes in at the provider is a call to the same number, served there by an agent who plays the customer.
        await house.AssignAsync(await house.QueuedAsync(), customerId);
        var atCustomer = await customer.NextCallAsync(House.Soon);
        Assert.Equal("answered", (await house.NextAsync<CallbackDialled>()).Result);
        await house.AssignAsync((await house.NextAsync<CallQueued>(2)).CallId, agentId);
        var atAgent = await agent.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>(2);

        atAgent.SendTone(1500);
        Assert.True(await atCustomer.HearsAsync(1500, House.Soon), "the agent");
        atCustomer.SendTone(2100);
        Assert.True(await atAgent.HearsAsync(2100, House.Soon), "the customer");
        var channels = await house.Asterisk.GetAsync("channels", House.Cancellation);
        var leg = channels.EnumerateArray().Single(channel => channel.GetProperty("name").GetString()!
            .StartsWith("PJSIP/t.", StringComparison.Ordinal)).GetProperty("id").GetString();
        foreach (var layer in (string[])["pjsip", "rtp"])
        {
            var secure = await house.Asterisk.GetAsync(
                $"channels/{leg}/variable?variable=CHANNEL({layer},secure)", House.Cancellation);
            Assert.Equal("1", secure.GetProperty("value").GetString());
        }
    }

    [Fact]
    public async Task A_provider_whose_certificate_nobody_trusts_is_not_dialled()
    {
        await using var house = await StartAsync(isTrusted: false);
        await house.DueAsync(await house.AskAsync(House.Dialled), ring: House.Soon);
        Assert.Equal("failed", (await house.NextAsync<CallbackDialled>()).Result);
        Assert.Empty(await house.EventsAsync<CallQueued>());
    }

    private async Task<House> StartAsync(bool isTrusted)
    {
        var house = await House.StartOnTwoNodesAsync(servers, certificate: new TlsCertificate(isTrusted));
        await house.AddNumberAsync(survey: false);
        await house.AddTrunkAsync(new TrunkRequest
        {
            Name = "secure", Mode = TrunkModes.Address, Transport = "tls", Srtp = "sdes", QualifySeconds = 0,
            Addresses = [$"127.0.0.1:{house.SecondAsterisk!.Ports.SipTls}"],
            AcceptFrom = ["127.0.0.1"],
        });
        return house;
    }

    private static async Task<(Guid AgentId, Local.Phones.TestPhone Phone)> AgentAsync(House house, bool second)
    {
        var agentId = Guid.CreateVersion7();
        await house.AddNameAsync(agentId);
        var password = await house.AddAccountAsync(agentId);
        var phone = await house.RegisterAsync(
            agentId, password, second ? house.SecondAsterisk! : house.Asterisk, Phones);
        return (agentId, phone);
    }
}
