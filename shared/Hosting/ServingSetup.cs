using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CallCenter.Hosting;

/// <summary>What a serving process has and a subcommand has not: ports, authentication, telemetry, health.</summary>
internal static class ServingSetup
{
    public static void AddServing(
        this WebApplicationBuilder web, TelemetrySetup telemetry, HttpOptions http, AuthOptions auth)
    {
        web.WebHost.ListenOn(http, http.Port, http.ManagementPort);
        web.Services.Configure<HostOptions>(o => o.ShutdownTimeout = http.ShutdownTimeout);
        web.Services.AddRefusals();
        web.Services.AddTokens(auth);
        web.Services.AddOpenApi();
        web.Services.AddCors();
        telemetry.AddTo(web);
    }

    public static void UseServing(this WebApplication app, HttpOptions http)
    {
        // By the port the connection came in on: a Host header can be forged.
        app.MapWhen(c => c.Connection.LocalPort == http.ManagementPort, management =>
        {
            management.Use(ServerSpan.ForgetAsync);
            management.Run(ManagementPages.AnswerAsync);
        });
        app.Use(ServerSpan.NameAsync);
        app.UseExceptionHandler();
        // A problem document even for a request that accepts something else: it is all that can be said.
        app.UseStatusCodePages(context => TypedResults.Problem(
            statusCode: context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
        app.UseRouting();
        if (http.AllowedOrigins.Length > 0)
        {
            app.UseCors(origins => origins.WithOrigins(http.AllowedOrigins)
                .WithMethods("GET", "PUT", "POST", "DELETE")
                .WithHeaders("authorization", "content-type")
                .SetPreflightMaxAge(TimeSpan.FromMinutes(10)));
        }

        app.UseAuthentication();
        app.UseAuthorization();
        app.MapOpenApi();
    }

    public static void ListenOn(this IWebHostBuilder web, HttpOptions http, params int[] ports) =>
        web.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = http.MaxRequestBytes;
            foreach (var port in ports)
            {
                kestrel.Listen(IPAddress.Parse(http.Address), port);
            }
        });
}
