using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>Keys and the lack of them.</summary>
public sealed class KeysTests(Servers servers)
{
    [Fact]
    public async Task Keys_at_the_wrong_time_mean_nothing_and_wrong_keys_ask_again()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync();
        var (agentId, phone) = await house.AddAgentAsync();
        var call = house.Call();
        var callId = await house.QueuedAsync();
        await call.PressAsync('5');
        await house.AssignAsync(callId, agentId);
        var atAgent = await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();
        await call.PressAsync('4');
        var heard = call.HearsAsync(House.SurveyTone, House.Soon);
        await atAgent.HangUpAsync();
        Assert.True(await heard, "the question");
        await call.PressAsync('9');
        var thanked = call.HearsAsync(House.ThanksTone, House.Soon);
        await call.PressAsync('2');
        Assert.Equal(2, (await house.NextAsync<SurveyAnswered>()).Score);
        Assert.True(await thanked, "thanks");
        await house.NextAsync<CallEnded>();
        Assert.Single(await house.EventsAsync<SurveyAnswered>());
    }

    [Fact]
    public async Task A_caller_who_says_nothing_to_the_question_is_thanked_and_let_go()
    {
        await using var house = await House.StartAsync(
            servers, options => options.SurveyTime = TimeSpan.FromSeconds(1));
        await house.AddNumberAsync();
        var (agentId, phone) = await house.AddAgentAsync();
        var call = house.Call();
        await house.AssignAsync(await house.QueuedAsync(), agentId);
        var atAgent = await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();
        var heard = call.HearsAsync(House.ThanksTone, House.Soon);
        await atAgent.HangUpAsync();
        Assert.True(await heard, "thanks");
        Assert.Equal("completed", (await house.NextAsync<CallEnded>()).Cause);
        Assert.Empty(await house.EventsAsync<SurveyAnswered>());
    }
}
