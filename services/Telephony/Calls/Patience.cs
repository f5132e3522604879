using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Telephony.Calls;

/// <summary>
/// Waits for the database, and for a node that is slow to answer: a talk goes on meanwhile, and its events wait in
/// memory. Whether a node is still connected is for its event socket to say.
/// </summary>
internal sealed class Patience(TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Does work until it succeeds.</summary>
    public async Task<T> UntilDoneAsync<T>(
        string work, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellation)
    {
        for (var pause = TimeSpan.FromMilliseconds(50); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await attempt(cancellation);
            }
            catch (Exception fault) when (Passes(fault) && !cancellation.IsCancellationRequested)
            {
                logger.WorkWaits(work, fault);
            }

            await Task.Delay(pause, clock, cancellation);
        }
    }

    public Task UntilDoneAsync(string work, Func<CancellationToken, Task> attempt, CancellationToken cancellation) =>
        UntilDoneAsync(
            work,
            async token =>
            {
                await attempt(token);
                return true;
            },
            cancellation);

    private static bool Passes(Exception fault) => fault switch
    {
        PostgresException refusal => refusal.IsTransient,
        NpgsqlException or HttpRequestException or OperationCanceledException => true,
        _ => false,
    };
}
