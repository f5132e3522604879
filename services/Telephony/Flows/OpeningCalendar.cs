namespace CallCenter.Telephony.Flows;

/// <summary>When a centre is open.</summary>
public sealed record OpeningCalendar
{
    public required string Name { get; init; }

    /// <summary>IANA name of the time zone in which the hours are meant, such as Europe/London.</summary>
    public required string TimeZone { get; init; }

    /// <summary>
    /// By day of the week (monday … sunday) the hours as <c>09:00-17:30</c>, in their order; a day that is absent is
    /// closed. An end of <c>24:00</c> is midnight.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Hours { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Days on which nobody is there.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];
}
