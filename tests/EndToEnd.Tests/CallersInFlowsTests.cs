using System.Text.Json;
using CallCenter.Local.Centres;
using Xunit;

namespace CallCenter.EndToEnd.Tests;

/// <summary>Callers whom a flow leads, in the demo centre and beside it.</summary>
[Collection(LifeOfACallTests.AgentsOfTheDemoCentre)]
public sealed class CallersInFlowsTests(WholeSystem system)
{
    [Fact]
    public async Task The_menu_of_the_demo_centre_leads_a_caller_to_sales_in_Chinese()
    {
        await using var caller = system.Site.StartCaller();
        var number = system.NextNumber();
        var reference = await system.Site.ReferenceOfAsync(number, Token);
        var call = caller.Call(DemoCentre.MenuNumber.E164, number);
        Assert.True(await call.HearsSoundAsync(WholeSystem.Limit), "the choice of a language");
        await call.PressAsync('2');
        await call.PressAsync('2');

        var queued = await system.Listener.WaitAsync(
            "CallQueued", heard => heard.TextOf("callerRef") == reference, WholeSystem.Limit, Token);
        Assert.Equal("zh", queued.TextOf("language"));
        Assert.Equal(DemoCentre.Sales.Id.ToString(), queued.TextOf("queueId"));
        Assert.Equal("demo", queued.TextOf("campaign"));
        await call.HangUpAsync();
        var ended = await system.Listener.WaitAsync(
            "FlowEnded", heard => heard.CallId == queued.CallId, WholeSystem.Limit, Token);
        Assert.Equal(("left", "sales"), (ended.TextOf("outcome"), ended.TextOf("node")));
        await system.NothingIsLeftOfAsync(queued.CallId!.Value, Token);
    }

    [Theory]
    [InlineData("en", "Your number in the line is {{place + 1}}.", "+441632960181")]
    [InlineData("zh", "您是第{{place + 1}}位。", "+441632960182")]
    public async Task A_text_is_spoken_by_the_speech_engine_of_the_local_run(
        string language, string text, string number)
    {
        var flow = $"speech-{language}";
        await system.Site.Services.PutAsync("telephony", $"flows/{flow}", JsonElement.Parse($$"""
            {"entry": "tell", "safeExit": "bye", "variables": {"place": "4"}, "nodes": {
              "tell": {"type": "say", "text": {{JsonSerializer.Serialize(text)}}, "next": {"done": "bye"} },
              "bye": {"type": "hangup"} } }
            """), Token);
        await system.Site.Services.PutAsync("telephony", $"flows/{flow}/active", new { version = 1 }, Token);
        await system.Site.Services.PutAsync(
            "telephony", $"numbers/{Guid.CreateVersion7()}",
            new { e164 = number, queueId = DemoCentre.Support.Id, language, flow }, Token);
        await using var caller = system.Site.StartCaller();

        var call = caller.Call(number, system.NextNumber());

        Assert.True(await call.HearsSoundAsync(WholeSystem.Limit), "the speech");
        await call.Ended.WaitAsync(WholeSystem.Limit, Token);
        var ended = await system.Listener.WaitAsync(
            "FlowEnded", heard => heard.TextOf("flow") == flow, WholeSystem.Limit, Token);
        Assert.Equal("completed", ended.TextOf("outcome"));
        Assert.False(ended.Body.TryGetProperty("fault", out _), ended.Body.GetRawText());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
