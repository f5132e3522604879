using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CallCenter.Hosting;
using CallCenter.Local.Installations;
using CallCenter.Local.Ports;
using CallCenter.Local.Supervising;

namespace CallCenter.Local.Centres;

/// <summary>The HTTP interfaces of the four services, with a short-lived token of one role.</summary>
public sealed class ServiceClient : IDisposable
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(1);
    private readonly PortTable _ports;
    private readonly HttpClient _http;

    public ServiceClient(Home home, PortTable ports, string role, Guid? agentId = null)
    {
        _ports = ports;
        using var tokens = LocalTokens.Open(home.Keys, ServiceSettings.Issuer);
        var token = tokens.Sign("local", [role], TokenLifetime, agentId);
        _http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Sends a document that must be taken; a refusal is an error that shows the answer.</summary>
    public async Task<JsonElement> PutAsync(
        string service, string path, object body, CancellationToken cancellation) =>
        (await SendAsync(HttpMethod.Put, service, path, body, cancellation))!.Value;

    /// <summary>Asks for something to be done; null when the service does not know the thing (yet).</summary>
    public Task<JsonElement?> PostAsync(
        string service, string path, object? body, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, service, path, body, cancellation);

    /// <summary>Reads a document; null when there is none.</summary>
    public Task<JsonElement?> GetAsync(string service, string path, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, service, path, body: null, cancellation);

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement?> SendAsync(
        HttpMethod method, string service, string path, object? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(
            method, new Uri($"http://127.0.0.1:{_ports.HttpOf(service)}/{path}"));
        request.Content = body is null ? null : JsonContent.Create(body);
        using var answer = await _http.SendAsync(request, cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound && method != HttpMethod.Put)
        {
            return null;
        }

        var text = await answer.Content.ReadAsStringAsync(cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException(string.Create(
                CultureInfo.InvariantCulture,
                $"{service} answered {(int)answer.StatusCode} to {method} /{path}: {text}"));
        }

        return JsonSerializer.Deserialize<JsonElement>(text.Length == 0 ? "{}" : text);
    }
}
