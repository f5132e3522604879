using System.Collections.Concurrent;
using Npgsql;

namespace CallCenter.Telephony.Numbers;

/// <summary>
/// Where dialled numbers lead. A number that is called often is read once a second: the call does not wait for the
/// database before it is stored there. One that leads here for a time only is read each time, as one that does not.
/// </summary>
public sealed class NumberBook(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly TimeSpan _kept = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, (Number Number, DateTimeOffset At)> _numbers =
        new(StringComparer.Ordinal);

    /// <summary>The number with these digits; null when they lead nowhere now.</summary>
    public async Task<Number?> FindAsync(string e164, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (_numbers.TryGetValue(e164, out var known) && (now - known.At).Duration() < _kept)
        {
            return known.Number;
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        var number = await NumberStore.FindByE164Async(connection, e164, now, cancellation);
        if (number is { ValidFrom: null, ValidUntil: null })
        {
            _numbers[e164] = (number, now);
        }

        return number;
    }
}
