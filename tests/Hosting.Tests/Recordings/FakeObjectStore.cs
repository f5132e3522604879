using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace CallCenter.Hosting.Tests.Recordings;

/// <summary>
/// A bucket that speaks as much of S3 as <see cref="S3Recordings"/> uses. It answers only requests whose signature
/// (version 4) it has computed to be the same, and whose body has the hash that was signed.
/// </summary>
internal sealed class FakeObjectStore : IAsyncDisposable
{
    public const string Bucket = "recordings";
    public const string AccessKey = "test-key";
    public const string SecretKey = "test-secret";
    public const string Region = "eu-test-1";
    private const int PageSize = 2;
    private readonly ConcurrentDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);
    private readonly WebApplication _app;

    private FakeObjectStore(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public ICollection<string> Names => _objects.Keys;

    /// <summary>How it answers instead; 0 for as it should.</summary>
    public int Status { get; set; }

    public static async Task<FakeObjectStore> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var store = new FakeObjectStore(app);
        app.Run(store.AnswerAsync);
        await app.StartAsync();
        return store;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var raw = http.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?');
        if (Status != 0)
        {
            http.Response.StatusCode = Status;
        }
        else if (!IsSigned(http.Request, raw[0], body.ToArray()))
        {
            http.Response.StatusCode = 403;
            await http.Response.WriteAsync("<Error><Code>SignatureDoesNotMatch</Code></Error>");
        }
        else
        {
            await ServeAsync(http, Uri.UnescapeDataString(raw[0]), body.ToArray());
        }
    }

    private async Task ServeAsync(HttpContext http, string path, byte[] body)
    {
        var name = path.StartsWith($"/{Bucket}/", StringComparison.Ordinal) ? path[(Bucket.Length + 2)..] : "";
        switch (http.Request.Method)
        {
            case "PUT":
                _objects[name] = body;
                http.Response.Headers.ETag = "\"1\"";
                break;
            case "DELETE":
                _objects.TryRemove(name, out _);
                http.Response.StatusCode = 204;
                break;
            case "GET" when name.Length == 0:
                await http.Response.WriteAsync(List(http.Request.Query["continuation-token"]));
                break;
            default:
                await GiveAsync(http, name);
                break;
        }
    }

    private async Task GiveAsync(HttpContext http, string name)
    {
        if (!_objects.TryGetValue(name, out var content))
        {
            http.Response.StatusCode = 404;
            if (http.Request.Method == "GET")
            {
                await http.Response.WriteAsync("<Error><Code>NoSuchKey</Code></Error>");
            }

            return;
        }

        if (http.Request.GetTypedHeaders().Range?.Ranges.Single() is { } range)
        {
            http.Response.StatusCode = 206;
            content = content[(int)range.From!.Value..((int)range.To!.Value + 1)];
        }

        http.Response.ContentLength = content.Length;
        http.Response.Headers.LastModified = "Wed, 04 Mar 2026 05:06:07 GMT";
        if (http.Request.Method == "GET")
        {
            await http.Response.Body.WriteAsync(content);
        }
    }

    private string List(string? after)
    {
        var names = _objects.Keys.Order(StringComparer.Ordinal)
            .Where(name => after is null || string.CompareOrdinal(name, after) > 0).ToList();
        var page = names.Take(PageSize).ToList();
        var more = names.Count > PageSize;
        var contents = string.Concat(page.Select(name =>
            $"<Contents><Key>{name}</Key><LastModified>2026-03-04T05:06:07.000Z</LastModified><Size>1</Size>"
            + "</Contents>"));
        var next = more ? $"<NextContinuationToken>{page[^1]}</NextContinuationToken>" : "";
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult "
            + "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            + $"<Name>{Bucket}</Name><IsTruncated>{(more ? "true" : "false")}</IsTruncated>{contents}{next}"
            + "</ListBucketResult>";
    }

    private static bool IsSigned(HttpRequest request, string rawPath, byte[] body)
    {
        var parts = request.Headers.Authorization.ToString()["AWS4-HMAC-SHA256 ".Length..].Split(',')
            .Select(part => part.Trim().Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        var credential = parts["Credential"].Split('/');
        var hash = request.Headers["x-amz-content-sha256"].ToString();
        if (credential[0] != AccessKey || credential[2] != Region || hash != Hex(SHA256.HashData(body)))
        {
            return false;
        }

        var query = string.Join('&', request.Query
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value.ToString())}")
            .Order(StringComparer.Ordinal));
        var headers = string.Concat(parts["SignedHeaders"].Split(';')
            .Select(name => $"{name}:{request.Headers[name].ToString().Trim()}\n"));
        var canonical = string.Join(
            '\n', request.Method, rawPath, query, headers, parts["SignedHeaders"], hash);
        var scope = string.Join('/', credential[1..]);
        var text = string.Join(
            '\n', "AWS4-HMAC-SHA256", request.Headers["x-amz-date"], scope,
            Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        var key = credential[1..].Aggregate(
            Encoding.UTF8.GetBytes("AWS4" + SecretKey),
            (secret, part) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(part)));
        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text))) == parts["Signature"];
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
