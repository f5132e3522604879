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
    IReadOnlyList<PendingEvent> pending) : IAsyncDisposable
{
    public NpgsqlTransaction Transaction => transaction;

    /// <summary>The parts that are locked; none while other relays have all that were asked for.</summary>
    public IReadOnlyList<int> Parts => parts;

    public IReadOnlyList<PendingEvent> Pending => pending;

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
