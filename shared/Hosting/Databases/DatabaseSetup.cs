using System.Diagnostics;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Hosting;

/// <summary>The connections of a service to its database.</summary>
public static class DatabaseSetup
{
    /// <summary>One pool of connections per process, seen in traces only where work goes on.</summary>
    internal static void AddDatabase(this IServiceCollection services, string service, DatabaseOptions options)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        services.AddSingleton(provider =>
        {
            var builder = new NpgsqlDataSourceBuilder(options.ConnectionString);
            // The name stands in metrics in place of the whole connection string.
            builder.Name = service;
            builder.ConnectionStringBuilder.ApplicationName ??= service;
            Tune(builder.ConnectionStringBuilder);
            builder.UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>());
            // A worker that looks for work every second would fill the traces: only commands inside a span are shown.
            builder.ConfigureTracing(tracing => tracing
                .ConfigureCommandFilter(_ => Activity.Current is not null)
                .ConfigureBatchFilter(_ => Activity.Current is not null)
                .ConfigureCommandSpanNameProvider(command => CommandName.Of(command.CommandText))
                .ConfigureCommandEnrichmentCallback((span, _) => Shorten(span))
                .ConfigureBatchEnrichmentCallback((span, _) => Shorten(span))
                .EnableFirstResponseEvent(false)
                .EnablePhysicalOpenTracing(false));
            return builder.Build();
        });
    }

    /// <summary>The statements would be nine tenths of what is exported of a call: they stand in the code.</summary>
    private static void Shorten(Activity span) => span.SetTag("db.query.text", null);

    /// <summary>What a service sets on its connections, beside what its settings say.</summary>
    public static void Tune(NpgsqlConnectionStringBuilder settings)
    {
        // A plan is made once per connection: to parse and plan anew takes longer than most of our statements.
        settings.MaxAutoPrepare = 200;
        settings.AutoPrepareMinUsages = 2;
        // Left to itself the server plans many of them for every execution, and finds the same plan.
        settings.Options ??= "-c plan_cache_mode=force_generic_plan";
        // More would only wait in the server instead of here, each with plans of its own to make first.
        if (!settings.ShouldSerialize("Maximum Pool Size"))
        {
            settings.MaxPoolSize = 40;
        }

        // Kerberos is loaded into the process to ask for it, for the few who have it and say so.
        if (!settings.ShouldSerialize("GSS Encryption Mode"))
        {
            settings.GssEncryptionMode = GssEncryptionMode.Disable;
        }

        // What is set is local to a transaction, and who listens keeps its connection while the process lives:
        // nothing is left to reset, which would be six statements for each connection taken from the pool.
        settings.NoResetOnClose = true;
    }
}
