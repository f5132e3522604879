using System.Security.Claims;
using CallCenter.Hosting;

namespace CallCenter.Routing.Figures;

/// <summary>Tells one reader what changes, as server-sent events (WHATWG HTML, section 9.2).</summary>
public static class FigureStreamEndpoint
{
    private static readonly FigureStreamTimes Usual = new();

    /// <summary>
    /// Events named queue, agent and agents (all together) with the figures that have changed; agents see of the agents
    /// only themselves. Last-Event-ID goes on where a reader was; where that is not known here all is told again.
    /// </summary>
    public static async Task<IResult> StreamAsync(
        Guid? queue, HttpContext http, BoardWorker board, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        using var seat = board.Join();
        if (seat is null)
        {
            return TypedResults.Problem(
                "There are as many streams as this replica serves.",
                statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted, lifetime.ApplicationStopping);
        if (long.TryParse(http.User.FindFirstValue("exp"), out var expires))
        {
            // A stream ends with its token; the reader comes back with a new one.
            var left = DateTimeOffset.FromUnixTimeSeconds(expires) - time.GetUtcNow();
            stop.CancelAfter(left > TimeSpan.Zero && left < TimeSpan.FromDays(1) ? left : TimeSpan.FromDays(1));
        }

        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        var reader = new FigureReader(http.Response.Body, change => IsFor(http.User, queue, change), Usual, time);
        if (!await reader.RunAsync(board, http.Request.Headers["Last-Event-ID"], stop.Token))
        {
            http.Abort();
        }

        return TypedResults.Empty;
    }

    private static bool IsFor(ClaimsPrincipal user, Guid? queue, BoardChange change) => change.Kind switch
    {
        BoardKinds.Queue => queue is null || change.Id == queue,
        BoardKinds.Agent => queue is null && user.MaySeeFiguresOf(change.Id),
        _ => queue is null && user.MaySeeFiguresOf(Guid.Empty),
    };
}
