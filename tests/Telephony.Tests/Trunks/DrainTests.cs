using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Local.Phones;
using CallCenter.Telephony.Nodes;
using CallCenter.Telephony.Tests.Houses;
using CallCenter.Telephony.Trunks;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CallCenter.Telephony.Tests.Trunks;

/// <summary>A planned drain on a real Asterisk.</summary>
public sealed class DrainTests(Servers servers)
{
    private const string Account = "4416329600";

    [Fact]
    public async Task A_drained_node_refuses_new_calls_and_lets_those_on_the_line_end_and_takes_calls_again_afterwards()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync(survey: false);
        await using var provider = TestPhone.Start(new PhoneSettings
        {
            Switch = new IPEndPoint(IPAddress.Loopback, house.Asterisk.SipPort), User = "provider",
            Address = IPAddress.Parse("127.0.0.3"),
        });
        provider.Registrar = new PhoneRegistrar(Account, "secret");
        await house.AddTrunkAsync(new TrunkRequest
        {
            Name = "provider", Mode = TrunkModes.Register, Addresses = [provider.Address.ToString()],
            Username = Account, Password = "secret",
        });
        await using var service = await ServiceAsync(house);
        using var administrator = service.ClientOf(Roles.Administrator);
        await House.UntilAsync(() => Task.FromResult(provider.Registrar.Contacts.Count == 1), "a registration");
        var (agentId, phone) = await house.AddAgentAsync();
        var waiting = house.Call();
        var callId = await house.QueuedAsync();

        var drained = await SendAsync(administrator, HttpMethod.Post, "/nodes/local/drain");
        Assert.Equal(1, drained.GetProperty("callsLeft").GetInt32());
        Assert.NotEqual(JsonValueKind.Null, drained.GetProperty("drainedAt").ValueKind);
        await House.UntilAsync(() => Task.FromResult(provider.Registrar.Contacts.Count == 0), "no registration");
        var refused = house.Call();
        Assert.Equal(503, (await refused.Ended.WaitAsync(House.Soon, House.Cancellation)).Status);
        await house.DueAsync(await house.AskAsync());
        Assert.Equal("failed", (await house.NextAsync<CallbackDialled>()).Result);

        // Who waits is still served.
        await house.AssignAsync(callId, agentId);
        var atAgent = await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();
        atAgent.SendTone(1500);
        Assert.True(await waiting.HearsAsync(1500, House.Soon), "the agent");
        await atAgent.HangUpAsync();
        await house.NextAsync<CallEnded>();
        await House.UntilAsync(
            async () => (await NodeAsync(administrator)).GetProperty("callsLeft").GetInt32() == 0, "no call left");

        // A new owner keeps it drained.
        await house.Replica.DisposeAsync();
        await house.StartReplicaAsync();
        refused = house.Call();
        Assert.Equal(503, (await refused.Ended.WaitAsync(House.Soon, House.Cancellation)).Status);

        await SendAsync(administrator, HttpMethod.Delete, "/nodes/local/drain");
        Assert.False((await NodeAsync(administrator)).TryGetProperty("drainedAt", out var at)
            && at.ValueKind != JsonValueKind.Null);
        await House.UntilAsync(() => Task.FromResult(provider.Registrar.Contacts.Count == 1), "a registration again");
        house.Call();
        await house.NextAsync<CallQueued>(2);
    }

    private async Task<ServiceUnderTest> ServiceAsync(House house) => await ServiceUnderTest.StartAsync(
        servers, house.Ports, "telephony", house.Stored,
        service =>
        {
            service.AddSchema(typeof(TelephonyOptions).Assembly);
            service.Services.AddSingleton(house.Options);
            service.Services.AddSingleton(house.Transactions);
            service.Services.AddSingleton(house.Replica.Switchboard);
            service.Services.AddSingleton(house.Replica.Notices);
        },
        app => app.MapNodeParts());

    private static async Task<JsonElement> NodeAsync(HttpClient client) =>
        Assert.Single((await SendAsync(client, HttpMethod.Get, "/nodes")).EnumerateArray());

    private static async Task<JsonElement> SendAsync(HttpClient client, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        using var answer = await client.SendAsync(request, House.Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(House.Cancellation);
    }
}
