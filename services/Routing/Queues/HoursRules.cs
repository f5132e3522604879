using System.Globalization;

namespace CallCenter.Routing.Queues;

/// <summary>
/// Whether hours are open at an instant. What counts is what the clock on the wall shows: where it is put back, an
/// interval within the repeated hour is open twice; where it is put forward, one within the lost hour is not open.
/// </summary>
public static class HoursRules
{
    public const int DayMinutes = 1_440;

    /// <summary>No opening is looked for further ahead.</summary>
    private const int SearchedDays = 400;

    private static readonly string[] _days =
        ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    /// <summary>Names of the weekdays, as hours use them.</summary>
    public static IReadOnlyCollection<string> Days => _days;

    /// <summary>Whether no day has an interval, neither of the week nor an exceptional one.</summary>
    public static bool NeverOpen(QueueHours hours) =>
        hours.Week.Values.All(day => day.Count == 0) && hours.Exceptions.All(day => day.Open.Count == 0);

    public static bool IsOpen(QueueHours hours, DateTimeOffset instant) => WhyClosed(hours, instant) is null;

    /// <summary>holiday, or hours for any other closed time; null when open.</summary>
    public static string? WhyClosed(QueueHours hours, DateTimeOffset instant)
    {
        var local = TimeZoneInfo.ConvertTime(instant, Zone(hours)).DateTime;
        return IsOpenAt(hours, local) ? null
            : hours.Holidays.Contains(Written(DateOnly.FromDateTime(local))) ? "holiday"
            : "hours";
    }

    /// <summary>The first instant from now on at which it is open; null where there is none within 400 days.</summary>
    public static DateTimeOffset? NextOpening(QueueHours hours, DateTimeOffset now)
    {
        if (IsOpen(hours, now))
        {
            return now;
        }

        var zone = Zone(hours);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        for (var day = 0; day < SearchedDays; day++)
        {
            // A change of the clock around midnight may bring an instant of one day into the next.
            var openings = Beginnings(hours, zone, today.AddDays(day))
                .Concat(Beginnings(hours, zone, today.AddDays(day + 1)))
                .Where(instant => instant >= now && IsOpen(hours, instant)).ToList();
            if (openings.Count > 0)
            {
                return openings.Min();
            }
        }

        return null;
    }

    /// <summary>Minutes since midnight of "HH:mm", up to "24:00"; null where it is no time of the day.</summary>
    public static int? Minutes(string? written) =>
        written == "24:00" ? DayMinutes
        : TimeOnly.TryParseExact(written, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? (time.Hour * 60) + time.Minute
        : null;

    /// <summary>The date of "yyyy-MM-dd"; null where it is none.</summary>
    public static DateOnly? Date(string? written) =>
        DateOnly.TryParseExact(
            written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static TimeZoneInfo Zone(QueueHours hours) => TimeZoneInfo.FindSystemTimeZoneById(hours.TimeZone);

    private static string Written(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool IsOpenAt(QueueHours hours, DateTime local)
    {
        var minute = local.TimeOfDay.TotalMinutes;
        return IntervalsOf(hours, DateOnly.FromDateTime(local))
            .Any(interval => Minutes(interval.From) <= minute && minute < Minutes(interval.To));
    }

    private static IReadOnlyList<OpenInterval> IntervalsOf(QueueHours hours, DateOnly date)
    {
        var written = Written(date);
        return hours.Holidays.Contains(written)
            ? []
            : hours.Exceptions.FirstOrDefault(day => day.Date == written)?.Open
                ?? hours.Week.GetValueOrDefault(_days[(int)date.DayOfWeek], []);
    }

    /// <summary>
    /// The instants of a local day at which it may become open: the beginning of each interval, twice where the clock
    /// shows it twice, and the instant at which the clock is put forward or back.
    /// </summary>
    private static IEnumerable<DateTimeOffset> Beginnings(QueueHours hours, TimeZoneInfo zone, DateOnly date)
    {
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        var (before, after) = (Utc(midnight.AddHours(-24)), Utc(midnight.AddHours(48)));
        var offsets = new[] { zone.GetUtcOffset(before), zone.GetUtcOffset(after) }.Distinct().ToList();
        var beginnings = IntervalsOf(hours, date)
            .Select(interval => midnight.AddMinutes(Minutes(interval.From)!.Value))
            .SelectMany(local => offsets.Select(offset => Utc(local) - offset));
        return offsets.Count == 1 ? beginnings : beginnings.Append(Change(zone, before, after));
    }

    /// <summary>The minute between two instants from which on the zone has the later one's offset.</summary>
    private static DateTimeOffset Change(TimeZoneInfo zone, DateTimeOffset before, DateTimeOffset after)
    {
        var offset = zone.GetUtcOffset(after);
        while (after - before > TimeSpan.FromMinutes(1))
        {
            var middle = before.AddMinutes(Math.Floor((after - before).TotalMinutes / 2));
            (before, after) = zone.GetUtcOffset(middle) == offset ? (before, middle) : (middle, after);
        }

        return after;
    }

    private static DateTimeOffset Utc(DateTime time) => new(time, TimeSpan.Zero);
}
