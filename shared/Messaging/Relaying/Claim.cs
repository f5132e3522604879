using Npgsql;

namespace CallCenter.Messaging.Relaying;

/// <summary>
/// The due events of one or more parts, in the order of their commits, with the transaction whose lock keeps other
/// relays from them. Dispose without a commit gives them back.
/// </summary>
internal sealed class Claim(
    NpgsqlConnection connection,
    NpgsqlTransaction transaction,
    IReadOnlyList<int> parts,
    IReadOnlyList<PendingEvent> pending,
    DateTimeOffset takenAt) : IAsyncDisposable
{
    /// <summary>
    /// How many events of a part a commit claims at most: whoever commits waits for them, and where more are due the
    /// relay goes on.
    /// </summary>
    public const int AtCommit = 32;

    public NpgsqlTransaction Transaction => transaction;

    /// <summary>The parts that are locked; none while other relays have all that were asked for.</summary>
    public IReadOnlyList<int> Parts => parts;

    public IReadOnlyList<PendingEvent> Pending => pending;

    public DateTimeOffset TakenAt => takenAt;

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
