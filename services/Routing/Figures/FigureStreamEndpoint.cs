using System.Security.Claims;
using CallCenter.Hosting;

namespace CallCenter.Routing.Figures;

/// <summary>Tells one reader what changes, as server-sent events (WHATWG HTML, section 9.2).</summary>
public static class FigureStreamEndpoint
{
    private static readonly FigureStreamTimes Usual = new();

    /// <summary>
    /// Events named queue, agent and agents (all together) with the figures that have changed; agents see of the agents
    /// only themselves. With a team or a site, only its agents and not all together. Last-Event-ID goes on where a
    /// reader was; where that is not known here all is told again.
    /// </summary>
    public static async Task<IResult> StreamAsync(
        Guid? queue, string? team, string? site, HttpContext http, BoardWorker board, TimeProvider time,
        IHostApplicationLifetime lifetime)
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
        var reader = new FigureReader(
            http.Response.Body, change => IsFor(http.User, change, queue, team, site), Usual, time);
        if (!await reader.RunAsync(board, http.Request.Headers["Last-Event-ID"], stop.Token))
        {
            http.Abort();
        }

        return TypedResults.Empty;
    }

    private static bool IsFor(
        ClaimsPrincipal user, BoardChange change, Guid? queue, string? team, string? site) => change.Kind switch
    {
        BoardKinds.Queue => queue is null || change.Id == queue,
        BoardKinds.Agent => queue is null && (team is null || team == change.Team)
            && (site is null || site == change.Site) && user.MaySeeFiguresOf(change.Id),
        _ => (queue, team, site) is (null, null, null) && user.MaySeeFiguresOf(Guid.Empty),
    };
}
