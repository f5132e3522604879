using Npgsql;

namespace CallCenter.Messaging;

/// <summary>
/// One database transaction and the events that it causes: they are stored with it, and published if and only if
/// it commits. Dispose without <see cref="CommitAsync"/> rolls back.
/// </summary>
public sealed class UnitOfWork : IAsyncDisposable
{
    internal UnitOfWork(NpgsqlTransaction transaction) => Transaction = transaction;

    /// <summary>What stores work on.</summary>
    public NpgsqlTransaction Transaction { get; }

    /// <summary>
    /// Says an event: it is serialised now, with the trace context of <see cref="System.Diagnostics.Activity.Current"/>,
    /// and written to the outbox at commit.
    /// </summary>
    public void Publish(object @event) => throw new NotSupportedException();

    public void Publish(IEnumerable<object> events)
    {
        foreach (var e in events)
        {
            Publish(e);
        }
    }

    /// <summary>Runs after a successful commit: wake a worker, never change state.</summary>
    public void AfterCommit(Action signal) => throw new NotSupportedException();

    public Task CommitAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => Transaction.DisposeAsync();
}
