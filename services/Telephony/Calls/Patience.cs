using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Telephony.Calls;

/// <summary>Waits for the database: without it a talk goes on, and its events wait in memory.</summary>
internal sealed class Patience(TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Does database work until it succeeds.</summary>
    public async Task<T> UntilDoneAsync<T>(
        string work, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellation)
    {
        for (var pause = TimeSpan.FromMilliseconds(50); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await attempt(cancellation);
            }
            catch (NpgsqlException fault) when (fault is not PostgresException || fault.IsTransient)
            {
                logger.DatabaseAway(work, fault);
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
}
