namespace CallCenter.Messaging.Relaying;

/// <summary>The broker did not answer, or lacks its topology; what is pending waits.</summary>
public sealed class BrokerUnavailableException : Exception
{
    public BrokerUnavailableException()
    {
    }

    public BrokerUnavailableException(string message)
        : base(message)
    {
    }

    public BrokerUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
