using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace CallCenter.Hosting;

/// <summary>The same start for every service: settings, database, telemetry, health, authentication.</summary>
public sealed class ServiceBuilder
{
    private readonly WebApplicationBuilder _web;
    private readonly string[] _args;

    private ServiceBuilder(string name, string[] args)
    {
        Name = name;
        _args = args;
        _web = WebApplication.CreateSlimBuilder(args);
        Services.TryAddSingleton(TimeProvider.System);
        Services.AddSingleton(_ => NpgsqlDataSource.Create(Configuration["Database:ConnectionString"]!));
    }

    /// <summary>Lower-case name of the service: telephony, routing, quality or feedback.</summary>
    public string Name { get; }

    public IServiceCollection Services => _web.Services;

    public IConfiguration Configuration => _web.Configuration;

    public static ServiceBuilder Create(string name, string[] args) => new(name, args);

    /// <summary>Binds a section to an options type; a wrong or missing value stops the start and names its key.</summary>
    public ServiceBuilder AddSettings<T>(string section) where T : class
    {
        Services.AddOptions<T>().Bind(Configuration.GetSection(section)).ValidateDataAnnotations().ValidateOnStart();
        return this;
    }

    /// <summary>Adds the <c>Schema/*.sql</c> files embedded in an assembly to what <c>migrate</c> applies.</summary>
    public ServiceBuilder AddSchema(Assembly assembly)
    {
        _ = assembly;
        return this;
    }

    /// <summary>Adds a step that <c>migrate</c> runs after the schema, such as declaring queues.</summary>
    public ServiceBuilder AddMigrationStep(string name, Func<IServiceProvider, CancellationToken, Task> step)
    {
        _ = name;
        _ = step;
        return this;
    }

    /// <summary>Adds a subcommand of the service, such as <c>redrive</c>; its result is the exit code.</summary>
    public ServiceBuilder AddCommand(string name, Func<IServiceProvider, string[], CancellationToken, Task<int>> command)
    {
        _ = name;
        _ = command;
        return this;
    }

    /// <summary>
    /// Runs the service, or the subcommand named by the first argument (<c>migrate</c> …).
    /// While the schema is older than the code only health is served, and it says so.
    /// </summary>
    public async Task<int> RunAsync(Action<WebApplication> map)
    {
        _ = _args;
        var app = _web.Build();
        map(app);
        await app.RunAsync();
        return 0;
    }
}
