using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
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
    public async Task PutAsync(string service, string path, object body, CancellationToken cancellation)
    {
        using var answer = await _http.PutAsJsonAsync(
            new Uri($"http://127.0.0.1:{_ports.HttpOf(service)}/{path}"), body, cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            var problem = await answer.Content.ReadAsStringAsync(cancellation);
            throw new HttpRequestException(string.Create(
                CultureInfo.InvariantCulture, $"{service} answered {(int)answer.StatusCode} to PUT /{path}: {problem}"));
        }
    }

    public void Dispose() => _http.Dispose();
}
