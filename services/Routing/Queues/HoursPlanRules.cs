namespace CallCenter.Routing.Queues;

/// <summary>What hours may say: the first place that breaks a rule, and the rule.</summary>
public static class HoursPlanRules
{
    private const string Place = "plan.hours";
    private const int MostDates = 400;
    private const int MostIntervals = 12;

    public static (string Field, string Rule)? Problem(QueueHours hours) =>
        !IsZone(hours.TimeZone) ? ($"{Place}.timeZone", "is not a time zone: an IANA id such as Europe/London")
        : hours.Holidays.Count > MostDates ? ($"{Place}.holidays", $"must be at most {MostDates}")
        : hours.Exceptions.Count > MostDates ? ($"{Place}.exceptions", $"must be at most {MostDates}")
        : WeekProblem(hours) ?? HolidaysProblem(hours) ?? ExceptionsProblem(hours);

    /// <summary>Windows ids are known to some machines only.</summary>
    private static bool IsZone(string? id) =>
        id is { Length: > 0 } && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && zone.HasIanaId;

    private static (string, string)? WeekProblem(QueueHours hours)
    {
        foreach (var (day, intervals) in hours.Week)
        {
            var problem = HoursRules.Days.Contains(day)
                ? IntervalsProblem($"{Place}.week.{day}", intervals)
                : ($"{Place}.week.{day}", "is not a day: monday to sunday");
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    private static (string, string)? HolidaysProblem(QueueHours hours)
    {
        for (var i = 0; i < hours.Holidays.Count; i++)
        {
            if (HoursRules.Date(hours.Holidays[i]) is null)
            {
                return ($"{Place}.holidays[{i}]", "must be a date such as 2026-12-25");
            }
        }

        return null;
    }

    private static (string, string)? ExceptionsProblem(QueueHours hours)
    {
        for (var i = 0; i < hours.Exceptions.Count; i++)
        {
            var (day, field) = (hours.Exceptions[i], $"{Place}.exceptions[{i}]");
            var problem =
                day is null ? (field, "must not be null")
                : HoursRules.Date(day.Date) is null ? ($"{field}.date", "must be a date such as 2026-12-24")
                : hours.Holidays.Contains(day.Date) ? ($"{field}.date", "is a holiday too")
                : hours.Exceptions.Take(i).Any(other => other.Date == day.Date)
                    ? ($"{field}.date", "is there already")
                : IntervalsProblem($"{field}.open", day.Open);
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    private static (string, string)? IntervalsProblem(string field, IReadOnlyList<OpenInterval>? intervals)
    {
        if (intervals is null || intervals.Count > MostIntervals)
        {
            return (field, $"must be at most {MostIntervals} intervals");
        }

        for (var i = 0; i < intervals.Count; i++)
        {
            var problem = intervals[i] is { } interval
                ? IntervalProblem($"{field}[{i}]", interval)
                    ?? (intervals.Take(i).Any(other => Overlap(other, interval))
                        ? ($"{field}[{i}]", "overlaps another interval")
                        : null)
                : ($"{field}[{i}]", "must not be null");
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    private static (string, string)? IntervalProblem(string place, OpenInterval interval)
    {
        var (from, to) = (HoursRules.Minutes(interval.From), HoursRules.Minutes(interval.To));
        return from is null or HoursRules.DayMinutes ? ($"{place}.from", "must be a time of the day such as 09:00")
            : to is null ? ($"{place}.to", "must be a time of the day such as 17:30, at most 24:00")
            : to <= from ? ($"{place}.to", "must be later than from: a night is two intervals, to 24:00 and from 00:00")
            : null;
    }

    private static bool Overlap(OpenInterval one, OpenInterval other) =>
        HoursRules.Minutes(one.From) < HoursRules.Minutes(other.To)
        && HoursRules.Minutes(other.From) < HoursRules.Minutes(one.To);
}
