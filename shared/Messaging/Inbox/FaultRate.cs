namespace CallCenter.Messaging.Inbox;

/// <summary>How many of a queue's last messages failed for good, and when that is too many.</summary>
internal sealed class FaultRate
{
    /// <summary>Fewer messages than this say nothing.</summary>
    public const int Least = 20;

    /// <summary>What lies further back is forgotten.</summary>
    public const int Most = 200;

    /// <summary>A larger share of failures is no matter of single messages.</summary>
    public const double Allowed = 0.15;

    public int Messages { get; private set; }

    public int Failures { get; private set; }

    public bool IsTooHigh => Messages >= Least && Failures > Allowed * Messages;

    public void Count(bool failed)
    {
        if (Messages >= Most)
        {
            (Messages, Failures) = (Messages / 2, Failures / 2);
        }

        Messages++;
        Failures += failed ? 1 : 0;
    }

    public void Forget() => (Messages, Failures) = (0, 0);
}
