using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CallCenter.Hosting;

/// <summary>The same start for every service: settings, database, telemetry, health, authentication.</summary>
public sealed class ServiceBuilder
{
    private readonly WebApplicationBuilder _web;
    private readonly string[] _args;
    private readonly SettingsReader _settings;
    private readonly List<MigrationStep> _steps = [];
    private readonly Dictionary<string, ServiceCommand> _commands = [];

    private ServiceBuilder(string name, string[] args)
    {
        Name = name;
        _args = args;
        // The working directory belongs to whoever starts the service: no settings file is read from there.
        _web = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = name,
        });
        _settings = new SettingsReader(_web.Configuration);
        Services.TryAddSingleton(TimeProvider.System);
        Services.AddSingleton(typeof(WakeSignal<>));
        AddSettings<DatabaseOptions>("Database");
        AddSettings<HttpOptions>("Http");
        AddSettings<TelemetryOptions>("Telemetry");
        Services.AddDatabase(name, _settings.Get<DatabaseOptions>());
        _web.Logging.AddServiceLogs(_web.Configuration);
        Telemetry = new TelemetrySetup(name, _settings.Get<TelemetryOptions>(), Configuration);
    }

    /// <summary>Lower-case name of the service: telephony, routing, quality or feedback.</summary>
    public string Name { get; }

    public IServiceCollection Services => _web.Services;

    public IConfiguration Configuration => _web.Configuration;

    internal TelemetrySetup Telemetry { get; }

    internal List<Assembly> Schemas { get; } = [];

    public static ServiceBuilder Create(string name, string[] args) => new(name, args);

    /// <summary>
    /// Binds a section to an options type, to be had as <c>IOptions&lt;T&gt;</c> or as itself;
    /// a wrong or missing value stops the start and names its key.
    /// </summary>
    public ServiceBuilder AddSettings<T>(string section) where T : class
    {
        var options = _settings.Read<T>(section);
        Services.TryAddSingleton(options);
        Services.TryAddSingleton(Microsoft.Extensions.Options.Options.Create(options));
        return this;
    }

    /// <summary>Adds the <c>Schema/*.sql</c> files embedded in an assembly to what <c>migrate</c> applies.</summary>
    public ServiceBuilder AddSchema(Assembly assembly)
    {
        Schemas.Add(assembly);
        return this;
    }

    /// <summary>
    /// Adds a part that <c>/healthz/ready</c> asks about. Unhealthy means not ready; degraded is said and still ready.
    /// </summary>
    public ServiceBuilder AddReadiness<T>(string part) where T : class, IHealthCheck
    {
        Services.TryAddSingleton<T>();
        Services.AddHealthChecks().Add(new HealthCheckRegistration(
            part, p => p.GetRequiredService<T>(), HealthStatus.Unhealthy, [ManagementPages.Ready]));
        return this;
    }

    /// <summary>Adds a step that <c>migrate</c> runs after the schema, such as declaring queues.</summary>
    public ServiceBuilder AddMigrationStep(string name, Func<IServiceProvider, CancellationToken, Task> step)
    {
        _steps.Add(new MigrationStep(name, step));
        return this;
    }

    /// <summary>Adds a subcommand of the service, such as <c>redrive</c>; its result is the exit code.</summary>
    public ServiceBuilder AddCommand(
        string name, Func<IServiceProvider, string[], CancellationToken, Task<int>> command)
    {
        _commands.Add(name, new ServiceCommand(command));
        return this;
    }

    /// <summary>
    /// Runs the service, or the subcommand named by the first argument (<c>migrate</c> …).
    /// While the schema is older than the code only health is served, and it says so.
    /// Exit code 2 means that a setting or the command line is wrong, 1 that the work failed.
    /// </summary>
    public async Task<int> RunAsync(Action<WebApplication> map, CancellationToken cancellation = default)
    {
        var run = new ServiceRun(this, _web, _settings);
        var command = _args.Length > 0 && !_args[0].StartsWith('-') ? _args[0] : null;
        if (command is null)
        {
            return await run.ServeAsync(map, cancellation);
        }

        if (command == "migrate")
        {
            return await run.MigrateAsync(_steps, cancellation);
        }

        var known = string.Join(", ", _commands.Keys.Prepend("migrate"));
        return _commands.TryGetValue(command, out var found)
            ? await run.CommandAsync(found, _args[1..], cancellation)
            : run.Refuse($"'{command}' is no command; there are: {known}");
    }
}

internal sealed record MigrationStep(string Name, Func<IServiceProvider, CancellationToken, Task> RunAsync);

internal sealed record ServiceCommand(Func<IServiceProvider, string[], CancellationToken, Task<int>> RunAsync);
