using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CallCenter.Hosting;

/// <summary>
/// What the management port answers, without a token: <c>/healthz/live</c>, <c>/healthz/ready</c>, <c>/metrics</c>.
/// </summary>
internal static class ManagementPages
{
    /// <summary>Tag of the checks that readiness asks.</summary>
    public const string Ready = "ready";

    public static Task AnswerAsync(HttpContext context)
    {
        // A path by hand and no routing: these must answer whatever happens to the service's own endpoints.
        var path = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            ? context.Request.Path.Value
            : null;
        switch (path)
        {
            case "/healthz/live":
                return context.Response.WriteAsJsonAsync(new { status = "healthy" });
            case "/healthz/ready":
                return ReadyAsync(context);
            case "/metrics" when context.RequestServices.GetService<PrometheusText>() is { } metrics:
                context.Response.ContentType = PrometheusText.ContentType;
                return context.Response.WriteAsync(metrics.Read());
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }

    private static async Task ReadyAsync(HttpContext context)
    {
        var checks = context.RequestServices.GetRequiredService<HealthCheckService>();
        var report = await checks.CheckHealthAsync(check => check.Tags.Contains(Ready), context.RequestAborted);
        context.Response.StatusCode = report.Status == HealthStatus.Unhealthy
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status200OK;
        await context.Response.WriteAsJsonAsync(new
        {
            status = Word(report.Status),
            checks = report.Entries.ToDictionary(
                e => e.Key, e => new { status = Word(e.Value.Status), reason = e.Value.Description }),
        });
    }

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}
