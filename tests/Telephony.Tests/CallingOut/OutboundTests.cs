using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Local.Phones;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.CallingOut;
using CallCenter.Telephony.Tests.Houses;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CallCenter.Telephony.Tests.CallingOut;

/// <summary>Agents call numbers over a real Asterisk.</summary>
public sealed class OutboundTests(Servers servers) : IAsyncLifetime
{
    private House _house = null!;
    private ServiceUnderTest _service = null!;

    public async ValueTask InitializeAsync()
    {
        _house = await House.StartAsync(servers, options => options.TransferRingTime = TimeSpan.FromSeconds(10));
        await _house.AddNumberAsync();
        _service = await ServiceUnderTest.StartAsync(
            servers, _house.Ports, "telephony", _house.Stored,
            service =>
            {
                service.AddSchema(typeof(TelephonyOptions).Assembly);
                service.Services.AddSingleton(_house.Options);
                service.Services.AddSingleton(_house.Transactions);
                service.Services.AddSingleton(_house.Replica.Switchboard);
                service.Services.AddSingleton(_house.Replica.Notices);
                service.Services.AddSingleton(_house.Replica.Services.CallerReference);
                service.Services.AddSingleton<CallOrderRecording>();
            },
            app => app.MapOutboundEndpoints());
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _house.DisposeAsync();
    }

    [Fact]
    public async Task An_agent_dials_is_rung_first_talks_with_the_customer_and_the_talk_is_recorded()
    {
        var (agentId, phone) = await _house.AddAgentAsync();
        using var agent = _service.ClientOfAgent(agentId);
        var customer = _house.CustomerPhone(_ => InviteReply.Answer());
        var callId = Guid.CreateVersion7();
        await PutAsync(agent, callId, await BodyAsync(), HttpStatusCode.Accepted);

        var atAgent = await phone.NextCallAsync(House.Soon);
        var atCustomer = await customer.NextCallAsync(House.Soon);
        Assert.Equal(House.Dialled, atCustomer.Number);
        var answered = await _house.NextAsync<CallAnswered>();
        Assert.Equal((callId, agentId, _house.QueueId), (answered.CallId, answered.AgentId, answered.QueueId));
        Assert.Equal(agentId, (await _house.NextAsync<CallArrived>()).DialledByAgentId);
        atAgent.SendTone(1500);
        atCustomer.SendTone(1900);
        Assert.True(await atCustomer.HearsAsync(1500, House.Soon), "the agent");
        Assert.True(await atAgent.HearsAsync(1900, House.Soon), "the customer");

        // Asked again it is the same call, and while it lasts there is no second one.
        await PutAsync(agent, callId, await BodyAsync(), HttpStatusCode.Accepted);
        await PutAsync(agent, Guid.CreateVersion7(), await BodyAsync(), HttpStatusCode.Conflict);
        await atCustomer.HangUpAsync();

        var ended = await _house.NextAsync<CallEnded>();
        Assert.Equal(("caller-hung-up", false, agentId), (ended.Cause, ended.Abandoned, ended.AgentId));
        await _house.NextAsync<RecordingReady>();
        Assert.Equal(
            ["AgentDialled", "AgentRinging", "CallArrived", "CallAnswered", "AgentReleased", "CallEnded",
                "RecordingReady"],
            await _house.SaidAsync(callId));
        Assert.DoesNotContain(
            await _house.BodiesAsync(), body => body.Contains("1632960123", StringComparison.Ordinal));
        await _house.NothingIsLeftAsync();
    }

    [Theory]
    [InlineData("busy")]
    [InlineData("agent-not-reached")]
    [InlineData("agent-hung-up")]
    public async Task Where_somebody_is_not_reached_the_call_ends_saying_so_and_nothing_is_left(string cause)
    {
        var (agentId, phone) = await _house.AddAgentAsync(
            _ => cause == "agent-not-reached" ? InviteReply.Refuse(603, "Decline") : InviteReply.Answer());
        using var agent = _service.ClientOfAgent(agentId);
        var customer = _house.CustomerPhone(
            _ => cause == "busy" ? InviteReply.Refuse(486, "Busy Here") : InviteReply.Ring);
        var callId = Guid.CreateVersion7();
        await PutAsync(agent, callId, await BodyAsync(), HttpStatusCode.Accepted);
        if (cause == "agent-hung-up")
        {
            var atAgent = await phone.NextCallAsync(House.Soon);
            await customer.NextCallAsync(House.Soon);
            await atAgent.HangUpAsync();
        }

        var ended = await _house.NextAsync<CallEnded>();
        Assert.Equal((callId, cause, false), (ended.CallId, ended.Cause, ended.Abandoned));
        var said = await _house.SaidAsync(callId);
        Assert.Equal(("AgentDialled", "CallEnded"), (said[0], said[^1]));
        Assert.DoesNotContain("AssignmentDeclined", said);
        Assert.DoesNotContain("CallAnswered", said);
        await _house.NothingIsLeftAsync();
    }

    [Fact]
    public async Task Who_may_not_dial_or_asks_for_something_else_is_refused_and_nobody_is_rung()
    {
        var agentId = Guid.CreateVersion7();
        await _house.AddNameAsync(agentId);
        using var agent = _service.ClientOfAgent(agentId);
        using var nobody = _service.ClientOf(Roles.Agent);
        using var analyst = _service.ClientOf(Roles.Analyst);
        var body = await BodyAsync();
        await PutAsync(nobody, Guid.CreateVersion7(), body, HttpStatusCode.Forbidden);
        await PutAsync(analyst, Guid.CreateVersion7(), body, HttpStatusCode.Forbidden);
        await PutAsync(agent, Guid.CreateVersion7(), body, HttpStatusCode.Conflict);
        var told = await PutAsync(
            agent, Guid.CreateVersion7(), body with { Number = "+33123456789" }, HttpStatusCode.BadRequest);
        Assert.True(told.GetProperty("errors").TryGetProperty("number", out _));
        told = await PutAsync(
            agent, Guid.CreateVersion7(), body with { NumberId = Guid.CreateVersion7() }, HttpStatusCode.BadRequest);
        Assert.True(told.GetProperty("errors").TryGetProperty("numberId", out _));
        await _house.ExecuteAsync("delete from dial_permission where role = 'agent'");
        await PutAsync(agent, Guid.CreateVersion7(), body, HttpStatusCode.Forbidden);
        Assert.Empty(await _house.EventsAsync<AgentDialled>());
    }

    private async Task<OutboundRequest> BodyAsync() => new()
    {
        Number = House.Caller, NumberId = Guid.Parse((await _house.OneAsync("select number_id::text from number"))!),
    };

    private static async Task<JsonElement> PutAsync(
        HttpClient client, Guid callId, OutboundRequest body, HttpStatusCode expected)
    {
        using var answer = await client.PutAsJsonAsync(
            new Uri($"/calls/{callId}", UriKind.Relative), body, House.Cancellation);
        var text = await answer.Content.ReadAsStringAsync(House.Cancellation);
        Assert.True(expected == answer.StatusCode, $"{answer.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}
