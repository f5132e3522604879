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
            // A plan is made once per connection: to parse and plan anew takes longer than most of our statements.
            builder.ConnectionStringBuilder.MaxAutoPrepare = 200;
            builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
            // Left to itself the server plans many of them for every execution, and finds the same plan.
            builder.ConnectionStringBuilder.Options ??= "-c plan_cache_mode=force_generic_plan";
            // More would only wait in the server instead of here, each with plans of its own to make first.
            if (!builder.ConnectionStringBuilder.ContainsKey("Maximum Pool Size"))
            {
                builder.ConnectionStringBuilder.MaxPoolSize = 40;
            }

            // What is set is local to a transaction, and who listens keeps its connection while the process lives:
            // nothing is left to reset, which would be six statements for each connection taken from the pool.
            builder.ConnectionStringBuilder.NoResetOnClose = true;
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
