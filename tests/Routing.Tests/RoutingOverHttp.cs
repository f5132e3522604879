using CallCenter.Messaging;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Breaks;
using CallCenter.Routing.Decisions;
using CallCenter.Routing.Estimating;
using CallCenter.Routing.Figures;
using CallCenter.Routing.Forecasting;
using CallCenter.Routing.Liveness;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Replaying;
using CallCenter.Routing.Surges;
using CallCenter.Routing.Waiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CallCenter.Routing.Tests;

/// <summary>Routing's HTTP interface on a database of its own; facts are heard through <see cref="Centre"/>.</summary>
public sealed class RoutingOverHttp(Servers servers) : IAsyncLifetime
{
    internal Servers Servers => servers;

    internal ServiceUnderTest Service { get; private set; } = null!;

    internal Centre Centre { get; private set; } = null!;

    /// <summary>What the service answers to.</summary>
    internal IReadOnlyList<RouteEndpoint> Endpoints { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        Centre = await Centre.OpenAsync(servers);
        Service = await ServiceUnderTest.StartAsync(
            servers, "routing", Centre.TestDatabase,
            service =>
            {
                service.AddSchema(typeof(RoutingOptions).Assembly);
                service.AddSettings<RoutingOptions>("Routing");
                service.Services.AddSingleton(Centre.Transactions);
                service.Services.AddSingleton<TimeProvider>(Centre.Clock);
                service.Services.AddSingleton(Centre.FigureSignal);
                service.AddFigures();
                service.Services.AddSingleton<SurgeSwitch>();
            },
            app =>
            {
                app.MapAgentEndpoints();
                app.MapBreakEndpoints();
                app.MapQueueEndpoints();
                app.MapSurgeEndpoints();
                app.MapWaitingEndpoints();
                app.MapAssignmentEndpoints();
                app.MapDecisionEndpoints();
                app.MapLoadEndpoints();
                app.MapEstimateEndpoints();
                app.MapLivenessEndpoints();
                app.MapFigureEndpoints();
                app.MapReplayEndpoints();
                app.MapForecastEndpoints();
                IEndpointRouteBuilder routes = app;
                Endpoints = [.. routes.DataSources.SelectMany(one => one.Endpoints).OfType<RouteEndpoint>()];
            });
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Centre.DisposeAsync();
    }
}

/// <summary>The classes that share one service: they use different agents, queues and calls.</summary>
[CollectionDefinition(Name)]
public sealed class OverHttp : ICollectionFixture<RoutingOverHttp>
{
    public const string Name = "over HTTP";
}
