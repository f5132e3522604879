using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CallCenter.Hosting;

/// <summary>Every answer that is not a success is a problem document that names the field or the rule.</summary>
internal static class RefusalSetup
{
    /// <summary>Key of <see cref="HttpContext.Items"/>: why this request is refused.</summary>
    public const string Reason = "callcenter.refusal";

    public static void AddRefusals(this IServiceCollection services)
    {
        services.AddProblemDetails(o => o.CustomizeProblemDetails = Explain);
        services.AddExceptionHandler<FailedRequests>();
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.Configure<JsonOptions>(o =>
        {
            o.SerializerOptions.RespectNullableAnnotations = true;
            o.SerializerOptions.RespectRequiredConstructorParameters = true;
            o.SerializerOptions.AllowDuplicateProperties = false;
            o.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        });
    }

    private static void Explain(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        var http = context.HttpContext;
        problem.Detail ??= problem.Status switch
        {
            StatusCodes.Status401Unauthorized => http.Items[Reason] as string ?? "A bearer token is needed.",
            StatusCodes.Status403Forbidden => Roles(http),
            StatusCodes.Status404NotFound => $"There is nothing at {http.Request.Path}.",
            StatusCodes.Status405MethodNotAllowed => $"{http.Request.Method} is not for {http.Request.Path}.",
            StatusCodes.Status413PayloadTooLarge => "The body is larger than this service accepts.",
            StatusCodes.Status415UnsupportedMediaType => "The body must be application/json.",
            _ => null,
        };
    }

    private static string Roles(HttpContext http)
    {
        var roles = http.GetEndpoint()?.Metadata.GetOrderedMetadata<AuthorizationPolicy>()
            .SelectMany(p => p.Requirements).OfType<ClaimsAuthorizationRequirement>()
            .SelectMany(r => r.AllowedValues ?? []).Distinct().ToList();
        return roles is { Count: > 0 }
            ? $"The token needs one of the roles: {string.Join(", ", roles)}."
            : "The token may not do this.";
    }
}
