using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CallCenter.Hosting;

/// <summary>Traces, metrics and logs by OpenTelemetry; over OTLP only where its endpoint is configured.</summary>
internal sealed class TelemetrySetup(string service, TelemetryOptions options, IConfiguration configuration)
{
    private static readonly string[] _meters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Diagnostics",
        "System.Net.Http", "System.Runtime", "Npgsql", "CallCenter.*",
    ];

    private bool Exports => !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);

    public void AddTo(WebApplicationBuilder web)
    {
        ServiceActivity.Use(service);
        Activity.DefaultIdFormat = ActivityIdFormat.W3C;
        var prometheus = new PrometheusText();
        web.Services.AddSingleton(prometheus);
        web.Services.AddSingleton(_ => OpenTelemetrySdk.Create(sdk =>
        {
            // Its own container would read the environment only.
            sdk.Services.AddSingleton(configuration);
            sdk.ConfigureResource(Describe)
                .WithTracing(Trace)
                .WithMetrics(metrics => Measure(metrics, prometheus));
        }));
        web.Services.AddHostedService<TelemetryStart>();
        if (Exports)
        {
            web.Logging.AddOpenTelemetry(logs =>
            {
                logs.SetResourceBuilder(Described());
                logs.IncludeScopes = true;
                logs.IncludeFormattedMessage = true;
                logs.AddOtlpExporter();
            });
        }
    }

    private void Trace(TracerProviderBuilder traces)
    {
        // Never those of the broker's client: they would replace the stored traceparent. Nor those of the bus: what it
        // says of an event in two spans, Messaging says in one.
        traces.AddSource("Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "CallCenter.*");
        traces.AddProcessor(new CallIdTags());
        if (!string.IsNullOrEmpty(options.SpansFile))
        {
            var file = new SpansFile(options.SpansFile, options.SpansFileBytes, service);
            traces.AddProcessor(new BatchActivityExportProcessor(
                file,
                maxQueueSize: 16384,
                scheduledDelayMilliseconds: 500,
                exporterTimeoutMilliseconds: 5000,
                maxExportBatchSize: 2048));
        }

        if (Exports)
        {
            traces.AddOtlpExporter();
        }
    }

    private void Measure(MeterProviderBuilder metrics, PrometheusText prometheus)
    {
        metrics.AddMeter(_meters);
        metrics.AddReader(prometheus.Reader);
        if (Exports)
        {
            metrics.AddOtlpExporter();
        }
    }

    private ResourceBuilder Described()
    {
        var resource = ResourceBuilder.CreateDefault();
        Describe(resource);
        return resource;
    }

    private void Describe(ResourceBuilder resource)
    {
        var version = typeof(TelemetrySetup).Assembly.GetName().Version?.ToString(3);
        // The standard variables (OTEL_SERVICE_NAME …) come last, so that the operator has the last word.
        resource.AddService(service, serviceNamespace: "callcenter", serviceVersion: version)
            .AddEnvironmentVariableDetector();
    }

    /// <summary>Makes the providers before anything else starts; the container flushes them at the end.</summary>
    private sealed class TelemetryStart(OpenTelemetrySdk sdk) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken)
        {
            _ = sdk.TracerProvider;
            _ = sdk.MeterProvider;
            return Task.CompletedTask;
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
