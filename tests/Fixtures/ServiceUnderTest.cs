using System.Net;
using System.Net.Http.Headers;
using CallCenter.Hosting;
using CallCenter.Local.Ports;
using Microsoft.AspNetCore.Builder;

namespace CallCenter.Fixtures;

/// <summary>
/// A service in this process, started as in production (settings, schema gate, tokens, refusals): on the ports that
/// this test process has for it, one at a time of each name, or on those that the test has of its own.
/// </summary>
public sealed class ServiceUnderTest : IAsyncDisposable
{
    private const string Issuer = "https://tests.invalid";
    private readonly CancellationTokenSource _stop = new();
    private readonly LocalTokens _tokens;
    private readonly Uri _address;
    private readonly Uri _management;
    private Task<int> _run = Task.FromResult(0);

    private ServiceUnderTest(LocalTokens tokens, int port, int managementPort)
    {
        _tokens = tokens;
        _address = new Uri($"http://127.0.0.1:{port}");
        _management = new Uri($"http://127.0.0.1:{managementPort}");
    }

    /// <summary>A client of the management port: health and metrics.</summary>
    public HttpClient Management => new() { BaseAddress = _management, Timeout = TimeSpan.FromSeconds(20) };

    /// <param name="servers">Gives the ports and a folder for the keys.</param>
    /// <param name="name">Lower-case name of the service.</param>
    /// <param name="database">Its database, with its schema.</param>
    /// <param name="add">What <c>Program.cs</c> adds.</param>
    /// <param name="map">What <c>Program.cs</c> maps.</param>
    /// <param name="settings">More settings, as <c>Section:Key=value</c>.</param>
    public static Task<ServiceUnderTest> StartAsync(
        Servers servers, string name, TestDatabase database, Action<ServiceBuilder> add, Action<WebApplication> map,
        params string[] settings) =>
        StartAsync(servers, servers.Ports, name, database, add, map, settings);

    /// <summary>The same on ports of the test's own, so that others of the name may run beside it.</summary>
    public static async Task<ServiceUnderTest> StartAsync(
        Servers servers, PortTable ports, string name, TestDatabase database, Action<ServiceBuilder> add,
        Action<WebApplication> map, params string[] settings)
    {
        var (port, managementPort) = (ports.HttpOf(name), ports.ManagementOf(name));
        var keys = Path.Combine(servers.Directory, $"keys-{name}-{port}");
        var service = new ServiceUnderTest(LocalTokens.Open(keys, Issuer), port, managementPort);
        string[] all =
        [
            $"Database:ConnectionString={database.ConnectionString}",
            $"Http:Port={port}",
            $"Http:ManagementPort={managementPort}",
            $"Auth:KeyFile={LocalTokens.KeyFile(keys)}",
            $"Auth:Issuer={Issuer}",
            "Logging:LogLevel:Default=Warning",
            .. settings,
        ];
        var builder = ServiceBuilder.Create(name, [.. all.Select(setting => $"--{setting}")]);
        add(builder);
        service._run = builder.RunAsync(map, service._stop.Token);
        await service.ListensAsync();
        return service;
    }

    /// <summary>A client with a token of these roles.</summary>
    public HttpClient ClientOf(params string[] roles) => Client(_tokens.Sign("test", roles, TimeSpan.FromHours(1)));

    /// <summary>A client of an agent.</summary>
    public HttpClient ClientOfAgent(Guid agentId) =>
        Client(_tokens.Sign("test", [Roles.Agent], TimeSpan.FromHours(1), agentId));

    /// <summary>A client of somebody with a phone of their own and these roles.</summary>
    public HttpClient ClientOf(Guid agentId, params string[] roles) =>
        Client(_tokens.Sign("test", roles, TimeSpan.FromHours(1), agentId));

    /// <summary>A client with a token that is no longer valid.</summary>
    public HttpClient ClientTooLate(params string[] roles) =>
        Client(_tokens.Sign("test", roles, TimeSpan.FromHours(-1)));

    /// <summary>A client with that token, or none.</summary>
    public HttpClient Client(string? token)
    {
        var client = new HttpClient { BaseAddress = _address, Timeout = TimeSpan.FromSeconds(20) };
        client.DefaultRequestHeaders.Authorization =
            token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
        _tokens.Dispose();
    }

    private async Task ListensAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var client = Client(token: null);
        while (true)
        {
            if (_run.IsCompleted)
            {
                throw new InvalidOperationException($"The service ended with {await _run}; its log says why.");
            }

            try
            {
                using var answer = await client.GetAsync(new Uri("/", UriKind.Relative), deadline.Token);
                if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token);
        }
    }
}
