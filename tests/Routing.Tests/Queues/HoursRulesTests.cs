using System.Globalization;
using CallCenter.Routing.Queues;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CallCenter.Routing.Tests.Queues;

public sealed class HoursRulesTests
{
    private static readonly Gen<OpenInterval> Intervals =
        from start in Gen.Choose(0, 23)
        from length in Gen.Choose(1, 10)
        from minute in Gen.Elements(0, 15, 30)
        select new OpenInterval { From = $"{start:00}:{minute:00}", To = End(start + length) };

    /// <summary>Days on which clocks are put forward or back, and ordinary ones.</summary>
    private static readonly Arbitrary<(QueueHours Hours, DateTimeOffset Now)> Cases = Arb.From(
        from zone in Gen.Elements("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai")
        from day in Gen.Elements("2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01", "2026-04-05", "2026-07-01")
        from minutes in Gen.Choose(-2_880, 1_440)
        from weekday in Gen.ListOf(Intervals, 2)
        from special in Gen.ListOf(Intervals, 2)
        from holiday in Gen.Elements(true, false)
        select (
            new QueueHours
            {
                TimeZone = zone,
                Week = HoursRules.Days.ToDictionary(
                    name => name, _ => (IReadOnlyList<OpenInterval>)weekday.ToList()),
                Holidays = holiday ? [day] : [],
                Exceptions = holiday ? [] : [new ExceptionalDay { Date = day, Open = special.ToList() }],
            },
            DateTimeOffset.Parse($"{day}T00:00:00Z", CultureInfo.InvariantCulture).AddMinutes(minutes)));

    private static string End(int hour) => hour >= 24 ? "24:00" : $"{hour:00}:00";

    private static bool Valid(QueueHours hours) => hours.Week.Values.Concat(hours.Exceptions.Select(day => day.Open))
        .SelectMany(open => open).All(one => HoursRules.Minutes(one.From) < HoursRules.Minutes(one.To));

    [Fact]
    public void The_next_opening_is_the_first_open_minute_across_every_change_of_the_clock() =>
        Prop.ForAll(Cases, one => !Valid(one.Hours) || HoursRules.NextOpening(one.Hours, one.Now) == Search(one))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    /// <summary>Minute by minute, as far as it matters.</summary>
    private static DateTimeOffset? Search((QueueHours Hours, DateTimeOffset Now) one)
    {
        var minutes = Enumerable.Range(0, 6 * 1_440).Select(minute => one.Now.AddMinutes(minute));
        return minutes.Where(instant => HoursRules.IsOpen(one.Hours, instant))
            .Select(instant => (DateTimeOffset?)instant).FirstOrDefault();
    }

    [Fact]
    public void It_is_open_exactly_when_the_clock_on_the_wall_is_within_an_interval_of_the_day() =>
        Prop.ForAll(Cases, one =>
        {
            var local = TimeZoneInfo.ConvertTime(one.Now, TimeZoneInfo.FindSystemTimeZoneById(one.Hours.TimeZone));
            var date = local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var clock = local.ToString("HH:mm", CultureInfo.InvariantCulture);
            var open = one.Hours.Holidays.Contains(date) ? []
                : one.Hours.Exceptions.FirstOrDefault(day => day.Date == date)?.Open ?? one.Hours.Week["monday"];
            return HoursRules.IsOpen(one.Hours, one.Now) == open.Any(interval =>
                string.CompareOrdinal(interval.From, clock) <= 0 && string.CompareOrdinal(clock, interval.To) < 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Theory]
    [InlineData("2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z")] // 02:30 is lost: open from 03:00 on
    [InlineData("2026-10-25T01:10:00Z", "2026-10-25T01:30:00Z")] // 02:30 comes a second time
    [InlineData("2026-06-01T00:31:00Z", "2026-06-01T00:31:00Z")]
    public void An_interval_in_the_hour_of_the_change_opens_by_the_clock_on_the_wall(string now, string opens)
    {
        var hours = new QueueHours
        {
            TimeZone = "Europe/Berlin",
            Week = HoursRules.Days.ToDictionary(
                day => day, _ => (IReadOnlyList<OpenInterval>)[new OpenInterval { From = "02:30", To = "03:15" }]),
        };

        Assert.Equal(
            DateTimeOffset.Parse(opens, CultureInfo.InvariantCulture),
            HoursRules.NextOpening(hours, DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Hours_that_never_open_have_no_next_opening() => Assert.Null(
        HoursRules.NextOpening(new QueueHours { TimeZone = "Etc/UTC" }, Builders.Noon));
}
