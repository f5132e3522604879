namespace CallCenter.Messaging;

/// <summary>
/// Hears one type of event. It runs inside one transaction with the inbox row, so its effect happens exactly once;
/// the transaction commits after it returns, then the message is acknowledged. It throws on a transient fault.
/// </summary>
public interface IEventConsumer<in T> where T : class
{
    Task ConsumeAsync(T message, EventContext context, CancellationToken cancellation);
}
