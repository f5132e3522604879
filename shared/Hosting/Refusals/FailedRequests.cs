using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CallCenter.Hosting;

/// <summary>
/// Answers requests whose handling threw: a body that cannot be read is the sender's, all else is ours.
/// </summary>
internal sealed class FailedRequests(IProblemDetailsService problems, ILogger<FailedRequests> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is BadHttpRequestException bad)
        {
            httpContext.Response.StatusCode = bad.StatusCode;
            await Answer(bad).ExecuteAsync(httpContext);
            return true;
        }

        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            return true;
        }

        Log.RequestFailed(log, exception, httpContext.Request.Method, httpContext.Request.Path);
        httpContext.Response.StatusCode = StatusCodes.Status500InternalServerError;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails =
            {
                Status = StatusCodes.Status500InternalServerError,
                Detail = "The service failed; its log has the trace id.",
            },
        });
    }

    private static IResult Answer(BadHttpRequestException bad) => bad switch
    {
        { InnerException: JsonException json } => BodyProblem.Of(json),
        { StatusCode: not StatusCodes.Status400BadRequest } => TypedResults.Problem(statusCode: bad.StatusCode),
        _ => TypedResults.Problem(BodyProblem.Plain(bad.Message), statusCode: bad.StatusCode),
    };
}
