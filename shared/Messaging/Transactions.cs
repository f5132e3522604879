namespace CallCenter.Messaging;

/// <summary>Begins units of work on the service's own database (READ COMMITTED).</summary>
public sealed class Transactions
{
    public Task<UnitOfWork> BeginAsync(CancellationToken cancellation) => throw new NotSupportedException();
}
