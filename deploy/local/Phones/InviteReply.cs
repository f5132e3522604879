namespace CallCenter.Local.Phones;

/// <summary>What a phone does when it is called: answer, refuse, or let it ring.</summary>
public sealed record InviteReply
{
    private InviteReply(TimeSpan? after, int refusal, string reason)
    {
        After = after;
        Refusal = refusal;
        Reason = reason;
    }

    /// <summary>Rings until the caller gives up, or until the test answers or refuses the call itself.</summary>
    public static InviteReply Ring { get; } = new(null, 0, "");

    /// <summary>How long it rings first; absent for ever.</summary>
    public TimeSpan? After { get; }

    /// <summary>Status of the refusal; 0 answers the call.</summary>
    public int Refusal { get; }

    public string Reason { get; }

    public static InviteReply Answer(TimeSpan after = default) => new(after, 0, "");

    /// <summary>486 is busy, 603 is declined, 480 is not there.</summary>
    public static InviteReply Refuse(int status, string reason, TimeSpan after = default) =>
        new(after, status is >= 400 and < 700 ? status : throw new ArgumentOutOfRangeException(nameof(status)), reason);
}
