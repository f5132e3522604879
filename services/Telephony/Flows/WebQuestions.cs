using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace CallCenter.Telephony.Flows;

/// <summary>
/// Asks other systems for flows: allowed hosts only, bounded in time and size, and a host that fails is left alone for
/// a while, so that callers are led on at once.
/// </summary>
public sealed class WebQuestions : IDisposable
{
    /// <summary>Largest answer that is read, in bytes.</summary>
    public const int LargestAnswer = 64 * 1024;

    private readonly ConcurrentDictionary<string, ResiliencePipeline> _pipelines = new(StringComparer.Ordinal);
    private readonly HttpClient _http;
    private readonly TelephonyOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<WebQuestions> _logger;

    public WebQuestions(TelephonyOptions options, TimeProvider clock, ILogger<WebQuestions> logger)
    {
        (_options, _clock, _logger) = (options, clock, logger);
        // A redirect would lead away from the allowed hosts; each question has a limit of its own.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            MaxResponseContentBufferSize = LargestAnswer,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>The saved variables; null when there is no good answer. Never throws but for a stop.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> AskAsync(AskWeb question, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(question.Url, UriKind.Absolute, out var address)
            || !_options.FlowHosts.Contains(address.Host, StringComparer.OrdinalIgnoreCase))
        {
            _logger.HostNotAllowed(address?.Host ?? "none");
            return null;
        }

        try
        {
            var answer = await _pipelines.GetOrAdd(address.Host, Pipeline).ExecuteAsync(
                async token => await GetAsync(question, address, token), cancellation);
            return WebAnswerRules.Values(answer, question.Save);
        }
        catch (Exception fault) when (fault is HttpRequestException or TimeoutException or JsonException
                                          or BrokenCircuitException)
        {
            _logger.QuestionFailed(address.Host, fault.GetType().Name);
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Half of at least five questions in half a minute failed: none for a quarter of a minute.</summary>
    private ResiliencePipeline Pipeline(string host) => new ResiliencePipelineBuilder { TimeProvider = _clock }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 0.5,
            MinimumThroughput = 5,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = TimeSpan.FromSeconds(15),
            ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>().Handle<TimeoutException>(),
        })
        .Build();

    private async Task<JsonElement?> GetAsync(AskWeb question, Uri address, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(question.Limit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using var request = new HttpRequestMessage(new HttpMethod(question.Method), address);
        if (question.Body is { } body)
        {
            request.Content = JsonContent.Create(body);
        }

        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            response.EnsureSuccessStatusCode();
            return question.Save.Count == 0
                ? null
                : await response.Content.ReadFromJsonAsync<JsonElement>(either.Token);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"{address.Host} did not answer in {question.Limit}.", late);
        }
    }
}
