using CallCenter.Messaging.Wire;
using Npgsql;

namespace CallCenter.Fixtures;

/// <summary>What a service under test has said: read from its event log, in the order of commit.</summary>
public static class SaidEvents
{
    /// <summary>Every event of that type.</summary>
    public static async Task<IReadOnlyList<T>> OfAsync<T>(string connectionString, CancellationToken cancellation =
        default)
        where T : class =>
        [.. (await AllAsync(connectionString, cancellation)).OfType<T>()];

    /// <summary>Every event.</summary>
    public static async Task<IReadOnlyList<object>> AllAsync(
        string connectionString, CancellationToken cancellation = default)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand("select type, body from msg.event_log order by id", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var said = new List<object>();
        while (await reader.ReadAsync(cancellation))
        {
            var description = EventCatalogue.Find(reader.GetString(0))!;
            said.Add(WireJson.Read(reader.GetFieldValue<byte[]>(1), description.ClrType));
        }

        return said;
    }

    /// <summary>Waits until an event of that type has been said that fulfils the condition.</summary>
    public static async Task<T> WaitForAsync<T>(
        string connectionString, Func<T, bool>? condition = null, CancellationToken cancellation = default)
        where T : class
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            var said = await OfAsync<T>(connectionString, deadline.Token);
            if (said.FirstOrDefault(e => condition?.Invoke(e) ?? true) is { } found)
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token);
        }
    }
}
