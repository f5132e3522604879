using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Local.Processes;
using Xunit;

namespace CallCenter.Feedback.Tests;

/// <summary>The service as a process of its own on real servers, for tests of its HTTP interface.</summary>
public sealed class RunningFeedback(Servers servers) : IAsyncLifetime
{
    public static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private LocalTokens? _tokens;
    private ServiceProcess? _process;
    private string _connectionString = "";

    /// <summary>What the service has said.</summary>
    public Task<IReadOnlyList<T>> SaidAsync<T>()
        where T : class => SaidEvents.OfAsync<T>(_connectionString);

    internal FeedbackBench Bench => FeedbackBench.Over(_connectionString);

    public async ValueTask InitializeAsync()
    {
        var database = await servers.DatabaseAsync("feedback");
        _connectionString = database.ConnectionString;
        var folder = Path.Combine(servers.Directory, "feedback");
        _tokens = LocalTokens.Open(folder, "tests");
        var environment = new Dictionary<string, string?>
        {
            ["Database__ConnectionString"] = database.ConnectionString,
            ["Database__MigrationConnectionString"] = database.MigrationConnectionString,
            ["Broker__Uri"] = await servers.VirtualHostAsync(),
            ["Http__Port"] = servers.Ports.HttpOf("feedback").ToString(CultureInfo.InvariantCulture),
            ["Http__ManagementPort"] = servers.Ports.ManagementOf("feedback").ToString(CultureInfo.InvariantCulture),
            ["Auth__KeyFile"] = LocalTokens.KeyFile(folder),
            ["Auth__Issuer"] = "tests",
            ["CallerReference__Key"] = Convert.ToBase64String(Secret),
        };
        var log = Path.Combine(folder, "feedback.log");
        await ServiceProcess.RunAsync("feedback", ["migrate"], environment, log, CancellationToken.None);
        _process = await ServiceProcess.StartAsync("feedback", environment, log, CancellationToken.None);
    }

    public HttpClient As(string role, Guid? agentId = null)
    {
        var client = new HttpClient { BaseAddress = _process!.Address, Timeout = TimeSpan.FromSeconds(20) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", _tokens!.Sign("someone", [role], TimeSpan.FromMinutes(10), agentId));
        return client;
    }

    public async Task<(int Status, JsonElement Body)> SendAsync(
        HttpMethod method, string path, object? body = null, string role = Roles.Administrator, Guid? agentId = null)
    {
        using var client = As(role, agentId);
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _tokens?.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class RunningCollection : ICollectionFixture<RunningFeedback>
{
    public const string Name = "running feedback";
}
