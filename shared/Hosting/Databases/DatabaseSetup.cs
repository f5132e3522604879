using System.Diagnostics;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Hosting;

internal static class DatabaseSetup
{
    /// <summary>One pool of connections per process, seen in traces only where work goes on.</summary>
    public static void AddDatabase(this IServiceCollection services, string service, DatabaseOptions options)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        services.AddSingleton(provider =>
        {
            var builder = new NpgsqlDataSourceBuilder(options.ConnectionString);
            // The name stands in metrics in place of the whole connection string.
            builder.Name = service;
            builder.ConnectionStringBuilder.ApplicationName ??= service;
            builder.UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>());
            // A worker that looks for work every second would fill the traces: only commands inside a span are shown.
            builder.ConfigureTracing(tracing => tracing
                .ConfigureCommandFilter(_ => Activity.Current is not null)
                .ConfigureBatchFilter(_ => Activity.Current is not null)
                .ConfigureCommandSpanNameProvider(command => CommandName.Of(command.CommandText))
                .EnableFirstResponseEvent(false)
                .EnablePhysicalOpenTracing(false));
            return builder.Build();
        });
    }
}
