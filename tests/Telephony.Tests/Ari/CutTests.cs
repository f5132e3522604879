using System.Globalization;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Telephony.Tests.Houses;
using Xunit;

namespace CallCenter.Telephony.Tests.Ari;

/// <summary>The event socket is cut again and again while calls arrive.</summary>
public sealed class CutTests(Servers servers)
{
    private const int Cuts = 10;
    private const int Calls = 30;

    [Fact]
    public async Task Calls_that_are_being_stored_when_their_session_ends_are_no_faults_of_ours_and_go_on_in_the_next()
    {
        await using var fake = await FakeSwitch.StartAsync();
        await using var house = await House.StartOnAsync(servers, fake.Address, started: true);
        await house.AddNumberAsync(survey: false);
        for (var cut = 1; cut <= Cuts; cut++)
        {
            var before = await StoredAsync(house);
            for (var i = 0; i < Calls; i++)
            {
                fake.Arrive(Leg(cut, i), House.Dialled, House.Caller);
            }

            await House.UntilAsync(async () => await StoredAsync(house) > before, "the first of them");
            fake.Cut();
            await House.UntilAsync(() => Task.FromResult(fake.Connections == cut + 1), "a new connection");
        }

        await House.UntilAsync(async () => await StoredAsync(house) == Cuts * Calls, "all of them");
        foreach (var (cut, i) in Enumerable.Range(1, Cuts).SelectMany(
                     cut => Enumerable.Range(0, Calls).Select(i => (cut, i))))
        {
            fake.Leave(Leg(cut, i));
        }

        await house.NextAsync<CallEnded>(Cuts * Calls);
        Assert.DoesNotContain(
            house.Replica.Faults, fault => fault.Contains("met a fault of ours", StringComparison.Ordinal));
    }

    private static string Leg(int cut, int i) => string.Create(CultureInfo.InvariantCulture, $"cut-{cut}.{i}");

    private static async Task<int> StoredAsync(House house) => int.Parse(
        (await house.OneAsync("select count(*)::text from call"))!, CultureInfo.InvariantCulture);
}
