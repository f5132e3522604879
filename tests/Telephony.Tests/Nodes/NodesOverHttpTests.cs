using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Local.Phones;
using CallCenter.Telephony.Tests.Houses;
using CallCenter.Telephony.Trunks;
using Xunit;

namespace CallCenter.Telephony.Tests.Nodes;

/// <summary>What HTTP says of two real nodes.</summary>
public sealed class NodesOverHttpTests(Servers servers)
{
    private static readonly string[] _both = ["local", House.Second];

    [Fact]
    public async Task A_log_in_names_every_node_but_drained_ones_and_does_not_wait_for_one_that_is_gone()
    {
        await using var house = await House.StartOnTwoNodesAsync(servers);
        await using var service = await house.ServeNodesAsync();
        using var administrator = service.ClientOf(Roles.Administrator);
        var agentId = Guid.CreateVersion7();
        await house.AddNameAsync(agentId);
        using var agent = service.ClientOfAgent(agentId);
        var path = $"/agents/{agentId}/phone";

        var account = await SendAsync(agent, HttpMethod.Post, path);
        Assert.Equal(_both, Names(account));
        Assert.Equal(house.Options.Nodes[0].Registrar, account.GetProperty("registrar").GetString());
        Assert.Equal(
            house.Options.Nodes.Select(node => node.Registrar),
            account.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("registrar").GetString()));
        await house.RegisterAsync(agentId, account.GetProperty("password").GetString()!, house.SecondAsterisk!);
        await House.UntilAsync(
            async () => (await PhoneAsync(agent, agentId)).GetProperty("nodes").GetArrayLength() == 1, "registered");
        Assert.False((await PhoneAsync(agent, agentId)).GetProperty("online").GetBoolean());
        var seen = (await SendAsync(agent, HttpMethod.Get, path)).GetProperty("nodes").EnumerateArray().ToList();
        Assert.Equal([false, true], seen.Select(node => node.GetProperty("registered").GetBoolean()));

        await SendAsync(administrator, HttpMethod.Post, "/nodes/local/drain");
        Assert.Equal([House.Second], Names(await SendAsync(agent, HttpMethod.Post, path)));
        // Calls come to the other one alone, and there the agent is.
        await house.OnlineAsync(agentId);
        await SendAsync(administrator, HttpMethod.Post, $"/nodes/{House.Second}/drain");
        Assert.Equal(_both, Names(await SendAsync(agent, HttpMethod.Post, path)));
        await SendAsync(administrator, HttpMethod.Delete, "/nodes/local/drain");
        await SendAsync(administrator, HttpMethod.Delete, $"/nodes/{House.Second}/drain");

        await house.LoseSecondAsteriskAsync();
        await House.UntilAsync(
            async () => !(await NodeAsync(administrator, House.Second)).GetProperty("reached").GetBoolean(), "gone");
        Assert.Equal(["local"], Names(await SendAsync(agent, HttpMethod.Post, path)));
        await House.UntilAsync(async () => (await house.OneAsync(
            $"select (unreached_at < now() - interval '10 s')::text from node where name = '{House.Second}'"))
            == "true", "gone for long");
        Assert.Equal(["local"], Names(await SendAsync(agent, HttpMethod.Post, path)));
    }

    [Fact]
    public async Task How_trunks_stand_and_how_many_phones_are_there_is_said_for_each_node()
    {
        await using var house = await House.StartOnTwoNodesAsync(servers);
        await using var service = await house.ServeNodesAsync();
        using var administrator = service.ClientOf(Roles.Administrator);
        await using var provider = TestPhone.Start(new PhoneSettings
        {
            Switch = new IPEndPoint(IPAddress.Loopback, house.Asterisk.SipPort), User = "provider",
            Address = IPAddress.Parse("127.0.0.3"),
        });
        provider.Registrar = new PhoneRegistrar("4416329600", "secret");
        var registers = new TrunkRequest
        {
            Name = "registers", Mode = TrunkModes.Register, Addresses = [provider.Address.ToString()],
            Username = "4416329600", Password = "secret",
        };
        var accepted = await house.AddTrunkAsync(registers);
        var refused = await house.AddTrunkAsync(registers with { Name = "refused", Password = "another" });
        var there = await house.AddTrunkAsync(With(provider.Address.ToString(), 5));
        var away = await house.AddTrunkAsync(With("127.0.0.3:9", 5));
        var unasked = await house.AddTrunkAsync(With("127.0.0.3:9", 0));

        await StandsAsync(administrator, accepted, TrunkStates.Registered);
        await StandsAsync(administrator, refused, TrunkStates.Rejected);
        await StandsAsync(administrator, there, TrunkStates.Reachable);
        await StandsAsync(administrator, away, TrunkStates.Unreachable);
        await StandsAsync(administrator, unasked, TrunkStates.Unknown);
        await SendAsync(administrator, HttpMethod.Post, "/nodes/local/drain");
        await House.UntilAsync(
            async () => await StateAsync(administrator, accepted, 0) == TrunkStates.Unregistered, "withdrawn");
        Assert.Equal(TrunkStates.Registered, await StateAsync(administrator, accepted, 1));

        var agentId = Guid.CreateVersion7();
        await house.AddNameAsync(agentId);
        await house.RegisterAsync(agentId, await house.AddAccountAsync(agentId), house.SecondAsterisk!);
        await House.UntilAsync(
            async () => (await NodeAsync(administrator, House.Second)).GetProperty("phones").GetInt32() == 1, "one");
        var node = await NodeAsync(administrator, "local");
        Assert.Equal(0, node.GetProperty("phones").GetInt32());
        Assert.Equal(5, node.GetProperty("trunks").GetArrayLength());
        Assert.Equal([House.Second], (await PhoneAsync(administrator, agentId)).GetProperty("nodes").EnumerateArray()
            .Select(name => name.GetString()));
        Assert.DoesNotContain("secret", (await SendAsync(administrator, HttpMethod.Get, "/trunks")).GetRawText(),
            StringComparison.Ordinal);
    }

    private static TrunkRequest With(string address, int qualifySeconds) => new()
    {
        Name = "address", Mode = TrunkModes.Address, Addresses = [address], QualifySeconds = qualifySeconds,
    };

    private static async Task StandsAsync(HttpClient client, Guid trunkId, string state)
    {
        for (var node = 0; node < _both.Length; node++)
        {
            var index = node;
            await House.UntilAsync(async () => await StateAsync(client, trunkId, index) == state, state);
        }
    }

    private static async Task<string?> StateAsync(HttpClient client, Guid trunkId, int node)
    {
        var nodes = (await SendAsync(client, HttpMethod.Get, $"/trunks/{trunkId}")).GetProperty("nodes");
        return nodes.EnumerateArray()
            .Where(one => one.GetProperty("node").GetString() == _both[node])
            .Select(one => one.GetProperty("state").GetString()).SingleOrDefault();
    }

    private static string[] Names(JsonElement phone) =>
        [.. phone.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("name").GetString()!)];

    private static async Task<JsonElement> PhoneAsync(HttpClient client, Guid agentId) =>
        (await SendAsync(client, HttpMethod.Get, "/phones")).EnumerateArray()
            .Single(phone => phone.GetProperty("agentId").GetGuid() == agentId);

    private static async Task<JsonElement> NodeAsync(HttpClient client, string name) =>
        (await SendAsync(client, HttpMethod.Get, "/nodes")).EnumerateArray()
            .Single(node => node.GetProperty("name").GetString() == name);

    private static async Task<JsonElement> SendAsync(HttpClient client, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        using var answer = await client.SendAsync(request, House.Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(House.Cancellation);
    }
}
