using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Local.Phones;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using CallCenter.Telephony.Tests.Houses;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CallCenter.Telephony.Tests.Controls;

/// <summary>A house whose calls are controlled by HTTP.</summary>
internal sealed class ControlledHouse : IAsyncDisposable
{
    public const double CallerTone = 1900;
    public const double AgentTone = 1500;

    /// <summary>A tone that is still heard after so long has not been stopped.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    private ControlledHouse(House house, ServiceUnderTest service)
    {
        House = house;
        Service = service;
    }

    public House House { get; }

    public ServiceUnderTest Service { get; }

    public static async Task<ControlledHouse> StartAsync(Servers servers, Action<TelephonyOptions>? settings = null)
    {
        var house = await House.StartAsync(servers, settings);
        await house.AddNumberAsync(survey: false);
        return await OverAsync(servers, house);
    }

    /// <summary>A house on a switch that misbehaves.</summary>
    public static async Task<ControlledHouse> StartOnAsync(
        Servers servers, Uri ari, Action<TelephonyOptions>? settings = null)
    {
        var house = await House.StartOnAsync(servers, ari, started: true, settings);
        await house.AddNumberAsync(survey: false);
        return await OverAsync(servers, house);
    }

    /// <summary>A house that is there, with its number; it goes with this one.</summary>
    public static async Task<ControlledHouse> OverAsync(Servers servers, House house)
    {
        var service = await ServiceUnderTest.StartAsync(
            servers, house.Ports, "telephony", house.Stored,
            service =>
            {
                service.AddSchema(typeof(TelephonyOptions).Assembly);
                service.Services.AddSingleton(house.Options);
                service.Services.AddSingleton(house.Transactions);
                service.Services.AddSingleton(house.Replica.Switchboard);
                service.Services.AddSingleton(house.Replica.Notices);
                service.Services.AddSingleton<CallOrderRecording>();
            },
            app => app.MapControlParts());
        return new ControlledHouse(house, service);
    }

    /// <summary>A caller and an agent who hear each other.</summary>
    public async Task<Talk> TalkAsync()
    {
        var (agentId, phone) = await House.AddAgentAsync();
        var caller = House.Call();
        var callId = await House.QueuedAsync();
        await House.AssignAsync(callId, agentId);
        var agent = await phone.NextCallAsync(House.Soon);
        await House.NextAsync<CallAnswered>();
        caller.SendTone(CallerTone);
        agent.SendTone(AgentTone);
        Assert.True(await caller.HearsAsync(AgentTone, House.Soon), "the agent");
        Assert.True(await agent.HearsAsync(CallerTone, House.Soon), "the caller");
        return new Talk(callId, agentId, caller, agent, Service.ClientOfAgent(agentId));
    }

    /// <summary>Asks something of a call; the status and what came of it.</summary>
    public static async Task<(HttpStatusCode Status, string? Outcome)> AskAsync(
        HttpClient client, Guid callId, object request, Guid? controlId = null)
    {
        var path = string.Create(
            CultureInfo.InvariantCulture, $"/calls/{callId}/controls/{controlId ?? Guid.CreateVersion7()}");
        using var answer = await client.PutAsJsonAsync(
            new Uri(path, UriKind.Relative), request, House.Cancellation);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(House.Cancellation);
        var name = answer.IsSuccessStatusCode ? "outcome" : "detail";
        return (answer.StatusCode, body.TryGetProperty(name, out var outcome) ? outcome.GetString() : null);
    }

    /// <summary>Asks and expects that it is done.</summary>
    public static async Task DoAsync(Talk talk, object request) =>
        Assert.Equal((HttpStatusCode.OK, "done"), await AskAsync(talk.Client, talk.CallId, request));

    /// <summary>Waits until a tone is no longer heard.</summary>
    public static Task NoLongerHearsAsync(PhoneCall phone, double hz) =>
        House.UntilAsync(async () => !await phone.HearsAsync(hz, Silence), $"no {hz} Hz");

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await House.DisposeAsync();
    }
}

/// <summary>A caller and an agent on the line.</summary>
internal sealed record Talk(Guid CallId, Guid AgentId, PhoneCall Caller, PhoneCall Agent, HttpClient Client);
