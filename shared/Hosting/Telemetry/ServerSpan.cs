using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace CallCenter.Hosting;

/// <summary>What .NET 10 leaves out of a request's span: its name by route, its status and whether it failed.</summary>
internal static class ServerSpan
{
    public static async Task NameAsync(HttpContext context, RequestDelegate next)
    {
        var span = context.Features.Get<IHttpActivityFeature>()?.Activity;
        try
        {
            await next(context);
        }
        finally
        {
            if (span is { IsAllDataRequested: true })
            {
                Name(span, context);
            }
        }
    }

    /// <summary>
    /// Probes and scrapes every few seconds would drown the rest: they leave no span and no measurement.
    /// </summary>
    public static Task ForgetAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { } span)
        {
            span.IsAllDataRequested = false;
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }

        if (context.Features.Get<IHttpMetricsTagsFeature>() is { } metrics)
        {
            metrics.MetricsDisabled = true;
        }

        return next(context);
    }

    private static void Name(Activity span, HttpContext context)
    {
        // The exception handler takes the endpoint away from the context.
        var failed = context.Features.Get<IExceptionHandlerFeature>();
        var route = ((context.GetEndpoint() ?? failed?.Endpoint) as RouteEndpoint)?.RoutePattern.RawText;
        span.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
        span.SetTag("http.route", route);
        span.SetTag("http.response.status_code", context.Response.StatusCode);
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            span.SetStatus(ActivityStatusCode.Error, failed?.Error.GetType().Name);
        }
    }
}
