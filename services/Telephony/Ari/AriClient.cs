using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Polly;
using Polly.Retry;

namespace CallCenter.Telephony.Ari;

/// <summary>How Asterisk answered a command.</summary>
public enum AriOutcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>The present state forbids it; for an order to make something, it was made before.</summary>
    Conflict,

    /// <summary>The thing is not there: for an order to remove it, as good as done.</summary>
    Gone,

    /// <summary>Asterisk could not reach the phone.</summary>
    Unreachable,

    /// <summary>Asterisk refused.</summary>
    Refused,
}

/// <summary>
/// Speaks HTTP to ARI. Commands go by HTTP and not over the event socket, where one slow command would hold up all
/// others. An idempotent one is tried twice; a lost reply of any other is left to the reconcile.
/// </summary>
public sealed class AriClient : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private readonly HttpClient _http;

    private readonly ResiliencePipeline<HttpResponseMessage> _twice =
        new ResiliencePipelineBuilder<HttpResponseMessage>()
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = 1,
            Delay = TimeSpan.FromMilliseconds(50),
            ShouldHandle = new PredicateBuilder<HttpResponseMessage>().Handle<HttpRequestException>(),
        })
        .Build();

    public AriClient(AriNode node)
    {
        var handler = new SocketsHttpHandler
        {
            MaxConnectionsPerServer = 32,
            // Shorter than Asterisk's session_keep_alive, so that no command meets a closing connection.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
            ConnectTimeout = Limit,
            // A span per command would drown the call's own.
            ActivityHeadersPropagator = null,
        };
        _http = new HttpClient(handler) { BaseAddress = node.AriUri, Timeout = Limit };
        _http.DefaultRequestHeaders.Authorization = Authorization(node);
    }

    /// <summary>The header that both HTTP and the event socket carry.</summary>
    public static AuthenticationHeaderValue Authorization(AriNode node) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{node.User}:{node.Password}")));

    public async Task<AriOutcome> PostAsync(string path, object? body, CancellationToken cancellation)
    {
        using var content = Content(body);
        using var response = Answered(await _http.PostAsync(Relative(path), content, cancellation));
        return await OutcomeAsync(response, cancellation);
    }

    public Task<AriOutcome> PutAsync(string path, object body, CancellationToken cancellation) =>
        TwiceAsync(HttpMethod.Put, path, body, cancellation);

    public Task<AriOutcome> DeleteAsync(string path, CancellationToken cancellation) =>
        TwiceAsync(HttpMethod.Delete, path, body: null, cancellation);

    public async Task<JsonDocument> GetAsync(string path, CancellationToken cancellation)
    {
        using var response = await _twice.ExecuteAsync(
            async token => Answered(await _http.GetAsync(Relative(path), token)), cancellation);
        response.EnsureSuccessStatusCode();
        return await JsonDocument.ParseAsync(
            await response.Content.ReadAsStreamAsync(cancellation), cancellationToken: cancellation);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>A node too busy to decide has not refused: that is a fault.</summary>
    private static HttpResponseMessage Answered(HttpResponseMessage response)
    {
        if (response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout)
        {
            var status = response.StatusCode;
            response.Dispose();
            throw new HttpRequestException($"The node answers {(int)status}.", inner: null, status);
        }

        return response;
    }

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static StringContent? Content(object? body) =>
        body is null ? null : new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    private async Task<AriOutcome> TwiceAsync(
        HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        using var response = await _twice.ExecuteAsync(
            async token =>
            {
                using var request = new HttpRequestMessage(method, Relative(path)) { Content = Content(body) };
                return Answered(await _http.SendAsync(request, token));
            },
            cancellation);
        return await OutcomeAsync(response, cancellation);
    }

    private static async Task<AriOutcome> OutcomeAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.NotFound:
                return AriOutcome.Gone;
            case HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity:
                return AriOutcome.Conflict;
            case HttpStatusCode.InternalServerError:
                var reply = await response.Content.ReadAsStringAsync(cancellation);
                return reply.Contains("Allocation failed", StringComparison.Ordinal)
                    ? AriOutcome.Unreachable
                    : AriOutcome.Refused;
            default:
                return response.IsSuccessStatusCode ? AriOutcome.Done : AriOutcome.Refused;
        }
    }
}
