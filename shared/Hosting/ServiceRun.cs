using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Hosting;

/// <summary>The ways a process of a service can run: serve, migrate, or a command of its own.</summary>
internal sealed class ServiceRun(ServiceBuilder service, WebApplicationBuilder web, SettingsReader settings)
{
    private const int Failed = 1;
    private const int Refused = 2;

    public async Task<int> ServeAsync(Action<WebApplication> map, CancellationToken cancellation)
    {
        service.AddSettings<AuthOptions>("Auth");
        if (Refuses())
        {
            return Refused;
        }

        var http = settings.Get<HttpOptions>();
        var schema = new SchemaState(settings.Get<DatabaseOptions>().ConnectionString, service.Schemas);
        try
        {
            if (!await SchemaGate.OpensAsync(schema, http, service.Configuration, cancellation))
            {
                return 0;
            }

            service.AddReadiness<DatabaseCheck>("database");
            web.AddServing(service.Telemetry, http, settings.Get<AuthOptions>());
            await using var app = web.Build();
            app.UseServing(http);
            map(app);
            await app.StartAsync(cancellation);
            await using var stop = cancellation.Register(app.Lifetime.StopApplication);
            var log = app.Services.GetRequiredService<ILogger<ServiceRun>>();
            Log.Started(log, service.Name, http.Address, http.Port, http.ManagementPort);
            await using var trim = StartTrim();
            await app.WaitForShutdownAsync(CancellationToken.None);
            Log.Stopped(log, service.Name);
            return 0;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            return Refuse($"Http:Port {http.Port} or Http:ManagementPort {http.ManagementPort} is in use: {e.Message}");
        }
    }

    /// <summary>
    /// What only the start needed (configuration, expression trees, the plans of the container) is given back to the
    /// machine once: the collector keeps such pages for a growth that an idle service does not have.
    /// </summary>
    private static Timer StartTrim() => new(
        _ => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true),
        null, TimeSpan.FromSeconds(30), Timeout.InfiniteTimeSpan);

    public async Task<int> MigrateAsync(IEnumerable<MigrationStep> steps, CancellationToken cancellation)
    {
        var database = settings.Get<DatabaseOptions>();
        if (string.IsNullOrEmpty(database.MigrationConnectionString))
        {
            settings.Problems.Add(
                "Database:MigrationConnectionString is missing: migrate needs the role that owns the database");
        }

        if (Refuses())
        {
            return Refused;
        }

        await using var app = web.Build();
        var log = app.Services.GetRequiredService<ILogger<ServiceRun>>();
        try
        {
            var role = new NpgsqlConnectionStringBuilder(database.ConnectionString).Username!;
            var applied = await Migrations.ApplyAsync(
                database.MigrationConnectionString!, role, service.Schemas, cancellation);
            Log.Migrated(log, applied);
            foreach (var step in steps)
            {
                await step.RunAsync(app.Services, cancellation);
                Log.StepDone(log, step.Name);
            }

            return 0;
        }
        catch (Exception e) when (e is NpgsqlException or MigrationException or TimeoutException)
        {
            Log.MigrationFailed(log, e.Message);
            return Failed;
        }
    }

    public async Task<int> CommandAsync(ServiceCommand command, string[] args, CancellationToken cancellation)
    {
        if (Refuses())
        {
            return Refused;
        }

        await using var app = web.Build();
        return await command.RunAsync(app.Services, args, cancellation);
    }

    public int Refuse(string reason)
    {
        settings.Problems.Add(reason);
        return Refuses() ? Refused : 0;
    }

    /// <summary>Says every wrong setting at once, so that one correction is enough.</summary>
    private bool Refuses()
    {
        settings.FindUnknownKeys();
        if (settings.Problems.Count == 0)
        {
            return false;
        }

        using var logs = LoggerFactory.Create(l => l.AddServiceLogs(service.Configuration));
        var log = logs.CreateLogger<ServiceRun>();
        foreach (var problem in settings.Problems)
        {
            Log.StartRefused(log, problem);
        }

        return true;
    }
}
