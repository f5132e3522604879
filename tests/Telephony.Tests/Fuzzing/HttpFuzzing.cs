using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using CallCenter.Telephony.Tests.Houses;
using Xunit;

namespace CallCenter.Telephony.Tests.Fuzzing;

/// <summary>Hostile requests to every operation that a process offers by HTTP.</summary>
internal sealed class HttpFuzzing(Func<IReadOnlyList<string>> known)
{
    /// <summary>Where somebody might hide something in a request.</summary>
    private static readonly string[] Headers =
        ["Range", "Accept", "If-None-Match", "If-Range", "traceparent", "Accept-Encoding", "X-Forwarded-For", "Origin"];

    /// <summary>What is asked of a call on the line, as it should be.</summary>
    private static readonly string[] Controls =
    [
        """{"action":"hold"}""", """{"action":"resume"}""", """{"action":"mute"}""", """{"action":"unmute"}""",
        """{"action":"keys","digits":"12#"}""", """{"action":"reject"}""", """{"action":"hang-up"}""",
        """{"action":"return","reason":"x"}""", """{"action":"pause-recording"}""",
        """{"action":"resume-recording"}""", """{"action":"collect","most":4}""",
        """{"action":"transfer","agentId":"0190c0de-0000-7000-8000-000000000101"}""",
        """{"action":"consult","number":"+441632960777"}""", """{"action":"swap"}""", """{"action":"conference"}""",
        """{"action":"complete"}""", """{"action":"cancel"}""", """{"action":"supervise","mode":"whisper"}""",
        """{"action":"unsupervise"}""",
    ];

    /// <summary>The answers that are a fault of ours.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    /// <summary>How often each status was the answer.</summary>
    public ConcurrentDictionary<int, int> Statuses { get; } = new();

    public int Count => Statuses.Values.Sum();

    public static async Task<IReadOnlyList<HttpTarget>> TargetsAsync(HttpClient client)
    {
        using var document = JsonDocument.Parse(
            await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), House.Cancellation));
        var targets = HttpTarget.All(document.RootElement);
        Assert.InRange(targets.Count, 30, int.MaxValue);
        return targets;
    }

    public async Task AskAsync(HttpClient client, Mutator mutator, HttpTarget target, CancellationToken cancellation)
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

        var what = $"{target.Method} {uri} {request.Headers.Range} {Encoding.UTF8.GetString(body ?? [])}";
        try
        {
            using var answer = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            Judge(answer, uri, what);
        }
        catch (Exception none) when (none is HttpRequestException or TaskCanceledException)
        {
            Faults.Enqueue($"{none.Message} {what}");
        }
    }

    private void Judge(HttpResponseMessage answer, string uri, string what)
    {
        var status = (int)answer.StatusCode;
        Statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
        var type = answer.Content.Headers.ContentType?.MediaType;
        // The server itself refuses a path with a zero byte, and a line of more than 8 KiB, before ours sees it.
        var isOurs = !uri.Contains("%00", StringComparison.Ordinal) && status != 414;
        if (status >= 500 || (status >= 400 && isOurs && type != "application/problem+json"))
        {
            Faults.Enqueue($"{status} as {type} {what}");
        }
    }

    /// <summary>Ids that are known, strange, or none; query values of every kind.</summary>
    private string UriOf(Mutator mutator, HttpTarget target)
    {
        var path = string.Join('/', target.Path.Split('/').Select(part => !part.StartsWith('{')
            ? part
            : mutator.Random.Next(4) switch
            {
                0 => Uri.EscapeDataString(mutator.Text() is { Length: > 0 } text ? text : "-"),
                1 => Guid.CreateVersion7().ToString(),
                _ => mutator.Any(known()),
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

        var isControl = target.Path.Contains("/controls/", StringComparison.Ordinal);
        var good = isControl ? mutator.Any(Controls) : target.Body;
        var body = Encoding.UTF8.GetBytes(
            mutator.Random.Next(isControl ? 2 : 8) == 0 ? good : mutator.Break(good));
        if (body.Length > 0 && mutator.Random.Next(10) == 0)
        {
            body[mutator.Random.Next(body.Length)] = (byte)mutator.Random.Next(256);
        }

        return body;
    }

    /// <summary>What a client can send in a header at all.</summary>
    private static string Plain(string text) =>
        new([.. text.Where(letter => letter is >= ' ' and < '\x7f').Take(1_000)]);
}
