namespace CallCenter.Telephony.Nodes;

/// <summary>Another process has connected as owner of the node.</summary>
public sealed class OwnerReplacedException : Exception
{
    public OwnerReplacedException()
    {
    }

    public OwnerReplacedException(string message)
        : base(message)
    {
    }

    public OwnerReplacedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
