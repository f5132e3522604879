using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CallCenter.Hosting;

/// <summary>
/// Before the service itself: while the schema is older than the code, or the database is away, only health is
/// served (alive, not ready, with the reason), and nothing else of the service runs.
/// </summary>
internal static class SchemaGate
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    /// <summary>True once the schema fits; false when the process was told to stop before that.</summary>
    public static async Task<bool> OpensAsync(
        SchemaState schema, HttpOptions http, IConfiguration configuration, CancellationToken cancellation)
    {
        if (await schema.ProblemAsync(cancellation) is not { } problem)
        {
            return true;
        }

        var waiting = new Waiting { Reason = problem };
        await using var app = Build(http, configuration, waiting);
        await app.StartAsync(cancellation);
        await using var stop = cancellation.Register(app.Lifetime.StopApplication);
        var log = app.Services.GetRequiredService<ILogger<SchemaState>>();
        Log.SchemaBehind(log, problem);
        using var timer = new PeriodicTimer(_pause);
        try
        {
            while (await timer.WaitForNextTickAsync(app.Lifetime.ApplicationStopping))
            {
                if (await schema.ProblemAsync(app.Lifetime.ApplicationStopping) is not { } next)
                {
                    await app.StopAsync(CancellationToken.None);
                    return true;
                }

                if (next != waiting.Reason)
                {
                    Log.SchemaBehind(log, next);
                    waiting.Reason = next;
                }
            }
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await app.StopAsync(CancellationToken.None);
        }

        return false;
    }

    private static WebApplication Build(HttpOptions http, IConfiguration configuration, Waiting waiting)
    {
        var options = new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory };
        var web = WebApplication.CreateSlimBuilder(options);
        web.Logging.AddServiceLogs(configuration);
        web.WebHost.ListenOn(http, http.ManagementPort);
        web.Services.AddHealthChecks().AddCheck("schema", waiting, tags: [ManagementPages.Ready]);
        var app = web.Build();
        app.Run(ManagementPages.AnswerAsync);
        return app;
    }

    private sealed class Waiting : IHealthCheck
    {
        public required string Reason { get; set; }

        public Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(HealthCheckResult.Unhealthy(Reason));
    }
}
