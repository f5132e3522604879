using System.Collections.Concurrent;
using Npgsql;

namespace CallCenter.Telephony.Waiting;

/// <summary>
/// Names of queues, for what rings. Each is read once a minute: a phone that rings does not wait for the database.
/// </summary>
public sealed class QueueNames(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly TimeSpan _kept = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<Guid, (string? Name, long At)> _names = new();

    /// <summary>The name; null while it is not known, or the database is away: a call rings without it.</summary>
    public async Task<string?> FindAsync(Guid queueId, CancellationToken cancellation)
    {
        if (_names.TryGetValue(queueId, out var known) && clock.GetElapsedTime(known.At) < _kept)
        {
            return known.Name;
        }

        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellation);
            var name = await QueueNameStore.FindAsync(connection, queueId, cancellation);
            _names[queueId] = (name, clock.GetTimestamp());
            return name;
        }
        catch (NpgsqlException)
        {
            return known.Name;
        }
    }
}
