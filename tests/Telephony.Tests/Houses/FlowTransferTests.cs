using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Local.Phones;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>Flows that hand callers to a number, on a real Asterisk.</summary>
public sealed class FlowTransferTests(Servers servers)
{
    private const double CallerTone = 1900;
    private const double ThirdTone = 1700;
    private const double Busy = 620;
    private const double After = 2400;

    private static readonly string _flow = $$$$"""
        {"entry": "out", "safeExit": "bye", "languages": ["en", "zh"], "nodes": {
          "out": {"type": "transfer", "number": "{{{{House.Caller}}}}", "next": {"done": "after", "busy": "busy"}},
          "busy": {"type": "play", "prompts": ["callcenter/busy"], "next": {"done": "bye"}},
          "after": {"type": "play", "prompts": ["callcenter/after"], "next": {"done": "bye"}},
          "bye": {"type": "hangup"}}}
        """;

    [Fact]
    public async Task A_caller_talks_with_the_number_and_goes_on_when_that_one_hangs_up()
    {
        await using var house = await StartAsync();
        var outside = house.CustomerPhone(_ => InviteReply.Answer());
        var call = house.Call();
        var third = await outside.NextCallAsync(House.Soon);
        third.SendTone(ThirdTone);
        call.SendTone(CallerTone);
        Assert.True(await call.HearsAsync(ThirdTone, House.Soon), "the number");
        Assert.True(await third.HearsAsync(CallerTone, House.Soon), "the caller");
        Assert.Equal("out", (await house.NextAsync<CallForwarded>()).Node);
        var after = call.HearsAsync(After, House.Soon);
        await third.HangUpAsync();
        Assert.True(await after, "what follows in the flow");
        await call.Ended.WaitAsync(House.Soon, House.Cancellation);
        Assert.Equal("completed", (await house.NextAsync<CallEnded>()).Cause);
        Assert.DoesNotContain(await house.BodiesAsync(), body => body.Contains("960123", StringComparison.Ordinal));
        await house.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_busy_number_leads_to_the_exit_of_that_name()
    {
        await using var house = await StartAsync();
        house.CustomerPhone(_ => InviteReply.Refuse(486, "Busy Here"));
        var call = house.Call();
        Assert.True(await call.HearsAsync(Busy, House.Soon), "the exit");
        await call.Ended.WaitAsync(House.Soon, House.Cancellation);
        Assert.Equal("busy", (await house.NextAsync<TransferFailed>()).Reason);
        await house.NothingIsLeftAsync();
    }

    private async Task<House> StartAsync()
    {
        var house = await House.StartAsync(servers);
        foreach (var language in (string[])["en", "zh"])
        {
            await house.AddSoundAsync(language, "busy", Busy);
            await house.AddSoundAsync(language, "after", After);
        }

        await house.AddFlowAsync(_flow);
        return house;
    }
}
