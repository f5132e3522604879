using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Local.Ports;
using CallCenter.Telephony.Tests.Houses;
using Xunit;

namespace CallCenter.Telephony.Tests.Fuzzing;

/// <summary>
/// Hostile requests to everything that the process offers by HTTP: each gets an answer that is not a fault of ours,
/// and a refusal is a problem document. A call goes through afterwards.
/// </summary>
[Collection(OwnershipTests.Name)]
public sealed class HttpFuzzTests(Servers servers)
{
    private const int Requests = 6_000;
    private const int AtOnce = 8;

    /// <summary>Where somebody might hide something in a request.</summary>
    private static readonly string[] Headers =
        ["Range", "Accept", "If-None-Match", "If-Range", "traceparent", "Accept-Encoding", "X-Forwarded-For", "Origin"];

    private static readonly string[] Known =
        ["0190c0de-0000-7000-8000-000000000101", "0190c0de-0000-7000-8000-000000000102", "main", "noon", "1"];

    [Fact]
    public async Task Any_request_is_answered_without_a_fault_and_calls_go_on()
    {
        var seed = Seeds.Take();
        using var ports = FreePorts.Take();
        await using var house = await House.StartForProcessesAsync(servers);
        await house.AddNumberAsync(survey: false);
        await using var process = await house.StartProcessAsync("fuzzed", ports.Table);
        await House.UntilAsync(() => KilledOwnerTests.IsConnectedAsync(process), "an owner");
        using var all = house.ClientOf(
            process, Guid.Parse(Known[0]), Roles.Agent, Roles.Supervisor, Roles.Analyst, Roles.Administrator);
        using var agent = house.ClientOf(process, Guid.Parse(Known[0]), Roles.Agent);
        var targets = await TargetsAsync(all);
        var answers = new ConcurrentBag<(HttpStatusCode Status, string Fault)>();

        await Parallel.ForEachAsync(Enumerable.Range(0, AtOnce), House.Cancellation, async (worker, cancellation) =>
        {
            var mutator = new Mutator(unchecked(seed + worker));
            for (var i = 0; i < Requests / AtOnce; i++)
            {
                var client = mutator.Random.Next(10) == 0 ? agent : all;
                answers.Add(await AskAsync(client, mutator, mutator.Any(targets), cancellation));
            }
        });

        var statuses = answers.GroupBy(answer => (int)answer.Status).OrderBy(group => group.Key)
            .Select(group => $"{group.Key}: {group.Count()}");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{targets.Count} operations, {answers.Count} requests; {string.Join(", ", statuses)}");
        Assert.Empty(answers.Select(answer => answer.Fault).Where(fault => fault.Length > 0).Take(5));
        Assert.Contains(answers, answer => (int)answer.Status < 300);
        await CallAsync(house);
    }

    private static async Task<IReadOnlyList<HttpTarget>> TargetsAsync(HttpClient client)
    {
        using var document = JsonDocument.Parse(
            await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), House.Cancellation));
        var targets = HttpTarget.All(document.RootElement);
        Assert.InRange(targets.Count, 30, int.MaxValue);
        return targets;
    }

    private static async Task<(HttpStatusCode Status, string Fault)> AskAsync(
        HttpClient client, Mutator mutator, HttpTarget target, CancellationToken cancellation)
    {
        var (uri, body) = (UriOf(mutator, target), BodyOf(mutator, target));
        using var request = new HttpRequestMessage(new HttpMethod(target.Method), new Uri(uri, UriKind.Relative));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation(
                "Content-Type", mutator.Random.Next(20) == 0 ? Plain(mutator.Text()) : "application/json");
        }

        if (mutator.Random.Next(3) == 0)
        {
            request.Headers.TryAddWithoutValidation(mutator.Any(Headers), Plain(mutator.Text()));
        }

        using var answer = await client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var what = $"{target.Method} {uri} {request.Headers.Range} {Encoding.UTF8.GetString(body ?? [])}";
        var type = answer.Content.Headers.ContentType?.MediaType;
        var fault = (int)answer.StatusCode >= 500 ? $"{(int)answer.StatusCode} {what}"
            // The server itself refuses a path with a zero byte, before anything of ours sees it.
            : (int)answer.StatusCode >= 400 && type != "application/problem+json"
                && !uri.Contains("%00", StringComparison.Ordinal)
                ? $"{(int)answer.StatusCode} as {type} {what}"
            : "";
        return (answer.StatusCode, fault);
    }

    /// <summary>Ids that are known, strange, or none; query values of every kind.</summary>
    private static string UriOf(Mutator mutator, HttpTarget target)
    {
        var path = string.Join('/', target.Path.Split('/').Select(part => !part.StartsWith('{')
            ? part
            : mutator.Random.Next(4) switch
            {
                0 => Uri.EscapeDataString(mutator.Text() is { Length: > 0 } text ? text : "-"),
                1 => Guid.CreateVersion7().ToString(),
                _ => mutator.Any(Known),
            }));
        var query = target.Query.Append("more").Where(_ => mutator.Random.Next(2) == 0)
            .Select(name => $"{name}={Uri.EscapeDataString(mutator.Text())}");
        return $"{path}?{string.Join('&', query)}";
    }

    private static byte[]? BodyOf(Mutator mutator, HttpTarget target)
    {
        if (target.Body is null)
        {
            return null;
        }

        var body = Encoding.UTF8.GetBytes(
            mutator.Random.Next(8) == 0 ? target.Body : mutator.Break(target.Body));
        if (body.Length > 0 && mutator.Random.Next(10) == 0)
        {
            body[mutator.Random.Next(body.Length)] = (byte)mutator.Random.Next(256);
        }

        return body;
    }

    /// <summary>What a client can send in a header at all.</summary>
    private static string Plain(string text) =>
        new([.. text.Where(letter => letter is >= ' ' and < '\x7f').Take(1_000)]);

    private static async Task CallAsync(House house)
    {
        var (agentId, phone) = await house.AddAgentAsync();
        var before = (await house.EventsAsync<CallEnded>()).Count;
        var call = house.Call();
        var callId = await house.QueuedAsync();
        await house.AssignAsync(callId, agentId);
        var atAgent = await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();
        atAgent.SendTone(1500);
        Assert.True(await call.HearsAsync(1500, House.Soon), "the agent");
        await atAgent.HangUpAsync();
        await house.NextAsync<CallEnded>(before + 1);
        await house.NothingIsLeftAsync();
    }
}
