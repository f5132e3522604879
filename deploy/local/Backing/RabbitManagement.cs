using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CallCenter.Local.Ports;

namespace CallCenter.Local.Backing;

/// <summary>The broker's own HTTP API: users, virtual hosts, permissions, policies.</summary>
public sealed class RabbitManagement : IDisposable
{
    private readonly HttpClient _http;

    public RabbitManagement(Uri address, string user, string password)
    {
        Address = address;
        _http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(15) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
    }

    public Uri Address { get; }

    public static string UriOf(int port, string user, string password, string virtualHost) =>
        $"amqp://{user}:{password}@127.0.0.1:{port}/{Uri.EscapeDataString(virtualHost)}";

    /// <summary>True when the node runs and its AMQP listener is open.</summary>
    public async Task<bool> IsUpAsync(CancellationToken cancellation)
    {
        if (!await OpenPort.AnswersAsync(Address.Port, cancellation))
        {
            return false;
        }

        using var alive = await _http.GetAsync("api/overview", cancellation);
        using var listening = await _http.GetAsync("api/health/checks/protocol-listener/amqp", cancellation);
        return alive.IsSuccessStatusCode && listening.IsSuccessStatusCode;
    }

    public Task PutVirtualHostAsync(string name, CancellationToken cancellation) =>
        PutAsync($"api/vhosts/{Segment(name)}", new { default_queue_type = "quorum" }, cancellation);

    public Task DeleteVirtualHostAsync(string name, CancellationToken cancellation) =>
        DeleteAsync($"api/vhosts/{Segment(name)}", cancellation);

    public Task PutUserAsync(string name, string password, CancellationToken cancellation) =>
        PutAsync($"api/users/{Segment(name)}", new { password, tags = "" }, cancellation);

    public Task PermitAsync(
        string virtualHost, string user, string configure, string write, string read, CancellationToken cancellation) =>
        PutAsync(
            $"api/permissions/{Segment(virtualHost)}/{Segment(user)}", new { configure, write, read }, cancellation);

    /// <summary>One policy applies to a queue: the one with the highest priority among those that match.</summary>
    public Task PutPolicyAsync(
        string virtualHost,
        string name,
        string pattern,
        int priority,
        IReadOnlyDictionary<string, object> definition,
        CancellationToken cancellation) =>
        PutAsync(
            $"api/policies/{Segment(virtualHost)}/{Segment(name)}",
            new Dictionary<string, object>
            {
                ["pattern"] = pattern,
                ["priority"] = priority,
                ["apply-to"] = "queues",
                ["definition"] = definition,
            },
            cancellation);

    /// <summary>Makes a service's user, which may touch its own queues and the installation's exchanges only.</summary>
    public async Task EnsureServiceUserAsync(
        string virtualHost, string service, string password, CancellationToken cancellation)
    {
        var own = $@"^(callcenter\.|{Regex.Escape(service)}[._])";
        await PutUserAsync(service, password, cancellation);
        await PermitAsync(virtualHost, service, configure: own, write: own, read: own, cancellation);
    }

    /// <summary>
    /// Makes a subscriber's user: it declares and reads queues <c>sub.&lt;name&gt;.*</c> and binds them to
    /// <c>callcenter.public</c>; everything else is refused.
    /// </summary>
    public async Task EnsureSubscriberAsync(
        string virtualHost, string name, string password, CancellationToken cancellation)
    {
        var own = $@"^sub\.{Regex.Escape(name)}\.";
        await PutUserAsync($"sub.{name}", password, cancellation);
        await PermitAsync(
            virtualHost, $"sub.{name}", configure: own, write: own,
            read: $@"^(sub\.{Regex.Escape(name)}\..*|callcenter\.public)$", cancellation);
    }

    /// <summary>Any GET of the API, for what this class has no name for.</summary>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellation) =>
        await _http.GetFromJsonAsync<JsonElement>(path, cancellation);

    /// <summary>Closes all client connections of a virtual host, as a fault would; returns how many.</summary>
    public async Task<int> CloseConnectionsAsync(string virtualHost, CancellationToken cancellation)
    {
        var connections = await GetAsync($"api/vhosts/{Segment(virtualHost)}/connections", cancellation);
        foreach (var connection in connections.EnumerateArray())
        {
            await DeleteAsync(
                $"api/connections/{Segment(connection.GetProperty("name").GetString()!)}", cancellation);
        }

        return connections.GetArrayLength();
    }

    public async Task DeleteAsync(string path, CancellationToken cancellation)
    {
        using var response = await _http.DeleteAsync(path, cancellation);
        await RequireAsync(response, path, cancellation);
    }

    public void Dispose() => _http.Dispose();

    private async Task PutAsync(string path, object body, CancellationToken cancellation)
    {
        using var response = await _http.PutAsJsonAsync(path, body, cancellation);
        await RequireAsync(response, path, cancellation);
    }

    private static async Task RequireAsync(HttpResponseMessage response, string path, CancellationToken cancellation)
    {
        if (!response.IsSuccessStatusCode)
        {
            var reason = await response.Content.ReadAsStringAsync(cancellation);
            throw new HttpRequestException(string.Create(
                CultureInfo.InvariantCulture, $"RabbitMQ answered {(int)response.StatusCode} to {path}: {reason}"));
        }
    }

    private static string Segment(string name) => Uri.EscapeDataString(name);
}
