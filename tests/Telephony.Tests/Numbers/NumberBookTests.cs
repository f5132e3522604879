using CallCenter.Fixtures;
using CallCenter.Telephony.Numbers;
using CallCenter.Telephony.Tests.Ari;
using CallCenter.Telephony.Tests.Houses;
using Dapper;
using Xunit;

namespace CallCenter.Telephony.Tests.Numbers;

/// <summary>How long a replica goes by what it has read of a number.</summary>
public sealed class NumberBookTests(Servers servers)
{
    [Fact]
    public async Task A_number_is_read_once_a_second_and_what_has_changed_is_in_force_after_it()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await House.StartOnAsync(servers, fake.Address, started: false);
        await house.AddNumberAsync(language: "en");
        var clock = new TestClock(DateTimeOffset.UnixEpoch);
        var book = new NumberBook(house.Database, clock);
        Assert.Equal("en", (await book.FindAsync(House.Dialled, House.Cancellation))!.Language);
        await ChangeAsync(house, "language = 'zh'");
        clock.Move(TimeSpan.FromMilliseconds(999));
        Assert.Equal("en", (await book.FindAsync(House.Dialled, House.Cancellation))!.Language);
        clock.Move(TimeSpan.FromMilliseconds(1));
        Assert.Equal("zh", (await book.FindAsync(House.Dialled, House.Cancellation))!.Language);
    }

    [Fact]
    public async Task A_number_that_leads_somewhere_for_a_time_or_nowhere_is_read_each_time()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await House.StartOnAsync(servers, fake.Address, started: false);
        var clock = new TestClock(DateTimeOffset.UnixEpoch);
        var book = new NumberBook(house.Database, clock);
        Assert.Null(await book.FindAsync(House.Dialled, House.Cancellation));
        await house.AddNumberAsync();
        await ChangeAsync(house, "valid_until = '1970-01-01T00:00:00.5Z'");
        Assert.NotNull(await book.FindAsync(House.Dialled, House.Cancellation));
        clock.Move(TimeSpan.FromMilliseconds(500));
        Assert.Null(await book.FindAsync(House.Dialled, House.Cancellation));
    }

    private static async Task ChangeAsync(House house, string change)
    {
        await using var connection = await house.Database.OpenConnectionAsync(House.Cancellation);
        Assert.Equal(1, await connection.ExecuteAsync($"update number set {change}"));
    }
}
