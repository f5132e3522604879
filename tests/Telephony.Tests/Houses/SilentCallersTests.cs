using System.Net;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Local.Phones;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Numbers;
using CallCenter.Telephony.Trunks;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>Callers who send no packet: before they are answered that is usual, after it the line is dead.</summary>
public sealed class SilentCallersTests(Servers servers)
{
    [Fact]
    public async Task Who_says_nothing_before_they_are_answered_waits_on_and_who_falls_silent_after_it_is_gone()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync(survey: false, answer: NumberAnswers.AtAgent);
        var (agentId, phone) = await house.AddAgentAsync();
        await using var provider = TestPhone.Start(new PhoneSettings
        {
            Switch = new IPEndPoint(IPAddress.Loopback, house.Asterisk.SipPort),
            User = "+441632960123",
            Address = IPAddress.Parse("127.0.0.3"),
        });
        var trunk = await house.AddTrunkAsync(new TrunkRequest
        {
            Name = "provider", Mode = TrunkModes.Address, Addresses = [provider.Address.ToString()],
            QualifySeconds = 0, AcceptFrom = ["127.0.0.3"],
        });
        await house.PutToSwitchAsync(
            $"asterisk/config/dynamic/res_pjsip/endpoint/{TrunkIds.Endpoint(trunk)}",
            new { fields = new[] { new { attribute = "rtp_timeout", value = "3" } } });

        var waiting = provider.Call(House.Dialled);
        await house.NextAsync<CallQueued>();
        Assert.True(await waiting.HearsSoundAsync(House.Soon), "music");
        waiting.SendNothing();
        var served = provider.Call(House.Dialled);
        var callId = (await house.NextAsync<CallQueued>(2)).CallId;
        await house.AssignAsync(callId, agentId);
        var agent = await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();
        agent.SendTone(1500);
        Assert.True(await served.HearsAsync(1500, House.Soon), "the agent");
        served.SendNothing();

        var ended = await house.NextAsync<CallEnded>();
        Assert.Equal((callId, 1), (ended.CallId, (await house.EventsAsync<CallEnded>()).Count));
        // Silent for longer than the one who is gone.
        Assert.False(waiting.Ended.IsCompleted);
        Assert.True(await waiting.HearsSoundAsync(House.Soon), "music, still");
        await waiting.HangUpAsync();
        Assert.True((await house.NextAsync<CallEnded>(2)).Abandoned);
        await house.NothingIsLeftAsync();
    }
}
