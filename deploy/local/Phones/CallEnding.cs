namespace CallCenter.Local.Phones;

/// <summary>How a call of a test phone ended.</summary>
/// <param name="ByThem">The other side ended or refused it.</param>
/// <param name="Status">200 for a call that was hung up; 487 cancelled, 486 busy …</param>
/// <param name="Reason">The reason phrase, or what the other side's Reason header says.</param>
public sealed record CallEnding(bool ByThem, int Status, string Reason);

/// <summary>Final answer of a switch to a request, such as a registration.</summary>
/// <param name="Status">200 when it was accepted.</param>
/// <param name="Reason">The reason phrase.</param>
public sealed record SipOutcome(int Status, string Reason)
{
    public bool Succeeded => Status is >= 200 and < 300;
}
