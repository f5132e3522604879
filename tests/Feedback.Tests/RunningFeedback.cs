using System.Net.Http.Json;
using System.Text.Json;
using CallCenter.Feedback.Calls;
using CallCenter.Feedback.Complaints;
using CallCenter.Feedback.Customers;
using CallCenter.Feedback.Departments;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CallCenter.Feedback.Tests;

/// <summary>Feedback's HTTP interface on a database of its own; facts are heard through <see cref="Bench"/>.</summary>
public sealed class RunningFeedback(Servers servers) : IAsyncLifetime
{
    public static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private ServiceDatabase? _database;
    private ServiceUnderTest? _service;

    /// <summary>What the service has said.</summary>
    public Task<IReadOnlyList<T>> SaidAsync<T>()
        where T : class => _database!.SaidAsync<T>();

    internal FeedbackBench Bench => FeedbackBench.Over(_database!.Test.ConnectionString);

    public async ValueTask InitializeAsync()
    {
        _database = await ServiceDatabase.OpenAsync(servers, "feedback", typeof(FeedbackOptions).Assembly);
        _service = await ServiceUnderTest.StartAsync(
            servers, "feedback", _database.Test,
            service =>
            {
                service.AddSchema(typeof(FeedbackOptions).Assembly);
                service.AddSettings<FeedbackOptions>("Feedback");
                service.AddSettings<CallerReferenceOptions>("CallerReference");
                service.Services.AddSingleton(_database.Transactions);
                service.Services.AddSingleton<ComplaintDesk>();
            },
            app =>
            {
                app.MapCallEndpoints();
                app.MapComplaintEndpoints();
                app.MapCustomerEndpoints();
                app.MapDepartmentEndpoints();
            },
            $"CallerReference:Key={Convert.ToBase64String(Secret)}");
    }

    public async Task<(int Status, JsonElement Body)> SendAsync(
        HttpMethod method, string path, object? body = null, string role = Roles.Administrator, Guid? agentId = null)
    {
        using var client = agentId is { } agent ? _service!.ClientOfAgent(agent) : _service!.ClientOf(role);
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }
}

[CollectionDefinition(Name)]
public sealed class RunningCollection : ICollectionFixture<RunningFeedback>
{
    public const string Name = "running feedback";
}
