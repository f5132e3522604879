using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Telephony.Tests.Houses;
using Xunit;

namespace CallCenter.Telephony.Tests.Phones;

/// <summary>Accounts change under registered phones, on a real Asterisk.</summary>
public sealed class AccountsAnewTests(Servers servers)
{
    private const int Times = 30;

    [Fact]
    public async Task An_account_made_anew_again_and_again_under_a_talk_costs_neither_the_talk_nor_the_switch()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync(survey: false);
        var (agentId, first) = await house.AddAgentAsync();
        var caller = house.Call();
        await house.AssignAsync(await house.QueuedAsync(), agentId);
        var agent = await first.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();

        for (var i = 0; i < Times; i++)
        {
            var next = house.PhoneWith(agentId, await house.AddAccountAsync(agentId));
            Assert.True((await next.RegisterAsync()).Succeeded, $"log-in {i}");
        }

        Assert.False((await first.RegisterAsync()).Succeeded, "the old password");
        caller.SendTone(1900);
        agent.SendTone(1500);
        Assert.True(await caller.HearsAsync(1500, House.Soon), "the agent");
        Assert.True(await agent.HearsAsync(1900, House.Soon), "the caller");
        await caller.HangUpAsync();
        await house.NextAsync<CallEnded>();
        Assert.Empty(house.Replica.Faults);
    }
}
