using System.Globalization;

namespace CallCenter.Telephony.Flows;

/// <summary>Reads opening hours.</summary>
public static class CalendarRules
{
    public const int MaximumHolidays = 400;
    public const int MaximumHoursOfDay = 6;
    private static readonly TimeSpan _midnight = TimeSpan.FromHours(24);
    private static readonly string[] _days =
        ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    /// <summary>open, closed or holiday; a holiday is one all day.</summary>
    public static string At(OpeningCalendar calendar, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(calendar.TimeZone));
        if (calendar.Holidays.Contains(DateOnly.FromDateTime(local.DateTime)))
        {
            return "holiday";
        }

        return calendar.Hours.TryGetValue(_days[(int)local.DayOfWeek], out var hours)
            && hours.Select(Span).Any(span => span is { } s && s.From <= local.TimeOfDay && local.TimeOfDay < s.Until)
                ? "open"
                : "closed";
    }

    /// <summary>What is wrong with a calendar.</summary>
    public static IEnumerable<FlowProblem> Problems(OpeningCalendar calendar)
    {
        if (!FlowNames.IsName(calendar.Name))
        {
            yield return new FlowProblem("name", FlowNames.NameRule);
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(calendar.TimeZone, out _))
        {
            yield return new FlowProblem("timeZone", "must be the IANA name of a time zone such as Europe/London");
        }

        if (calendar.Holidays.Count > MaximumHolidays)
        {
            yield return new FlowProblem("holidays", $"must be at most {MaximumHolidays} days");
        }

        foreach (var (day, hours) in calendar.Hours)
        {
            if (!_days.Contains(day))
            {
                yield return new FlowProblem($"hours.{day}", "is not a day of the week: monday to sunday");
            }
            else if (hours is null || hours.Count > MaximumHoursOfDay || !AreInOrder(hours))
            {
                yield return new FlowProblem(
                    $"hours.{day}",
                    $"must be at most {MaximumHoursOfDay} hours such as 09:00-17:30, in order and not overlapping");
            }
        }
    }

    private static bool AreInOrder(IReadOnlyList<string> hours)
    {
        var free = TimeSpan.Zero;
        foreach (var span in hours.Select(Span))
        {
            if (span is not { } s || s.From < free || s.Until <= s.From)
            {
                return false;
            }

            free = s.Until;
        }

        return true;
    }

    private static (TimeSpan From, TimeSpan Until)? Span(string? hours) =>
        hours?.Split('-') is [var from, var until] && Time(from) is { } start && Time(until) is { } end
            ? (start, end)
            : null;

    private static TimeSpan? Time(string text) =>
        text == "24:00" ? _midnight
        : TimeSpan.TryParseExact(text, @"hh\:mm", CultureInfo.InvariantCulture, out var time) ? time
        : null;
}
