using System.Collections.Concurrent;
using System.Text.Json;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Telephony.Tests.Houses;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CallCenter.Telephony.Tests.Controls;

/// <summary>A caller enters a card number that the agent neither hears nor sees.</summary>
public sealed class KeypadEntryTests(Servers servers)
{
    [Fact]
    public async Task A_card_number_reaches_whoever_wants_it_and_not_the_agent()
    {
        var received = new ConcurrentQueue<string>();
        await using var wanting = await WantingAsync(received);
        await using var house = await ControlledHouse.StartAsync(servers, options =>
        {
            options.FlowHosts = ["127.0.0.1"];
            options.EntryUri = new Uri(wanting.Urls.Single() + "/digits");
        });
        var talk = await house.TalkAsync();
        await ControlledHouse.DoAsync(talk, new { action = "pause-recording" });
        var collecting = ControlledHouse.AskAsync(talk.Client, talk.CallId, new { action = "collect", most = 16 });
        await house.House.NextAsync<CallHeld>();
        await ControlledHouse.NoLongerHearsAsync(talk.Agent, ControlledHouse.CallerTone);
        foreach (var key in "4929#")
        {
            await talk.Caller.PressAsync(key);
        }

        Assert.Equal("done", (await house.House.NextAsync<KeysCollected>()).Outcome);
        await collecting;
        var asked = await house.House.NextAsync<KeysAsked>();
        Assert.Equal((talk.AgentId, 16, true), (asked.AgentId!.Value, asked.Most, asked.Secret));
        using var body = JsonDocument.Parse(Assert.Single(received));
        // A switch that hears nothing in the middle of a key for 375 ms counts it twice: no two neighbours are alike.
        var digits = body.RootElement.GetProperty("digits").GetString()!;
        Assert.Equal("4929", string.Concat(digits.Where((digit, i) => i == 0 || digits[i - 1] != digit)));
        Assert.True(await talk.Agent.HearsAsync(ControlledHouse.CallerTone, House.Soon), "the caller again");
        Assert.Equal("", talk.Agent.Media.Keys);
        await ControlledHouse.DoAsync(talk, new { action = "resume-recording" });
        await talk.Caller.HangUpAsync();
        await house.House.NextAsync<CallEnded>();
        Assert.DoesNotContain(await house.House.BodiesAsync(), body => body.Contains("4929", StringComparison.Ordinal));
        await using var connection = await house.House.Database.OpenConnectionAsync(House.Cancellation);
        Assert.DoesNotContain("\"4929\"", await connection.QuerySingleAsync<string>("select snapshot::text from call"));
        await house.House.NothingIsLeftAsync();
    }

    private static async Task<WebApplication> WantingAsync(ConcurrentQueue<string> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/digits", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            received.Enqueue(await reader.ReadToEndAsync(House.Cancellation));
            return Results.NoContent();
        });
        await app.StartAsync(House.Cancellation);
        return app;
    }
}
