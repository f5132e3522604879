using CallCenter.Telephony.Trunks;
using Xunit;

namespace CallCenter.Telephony.Tests.Trunks;

/// <summary>Who may be dialled, through which trunk, showing which number.</summary>
public sealed class DialRulesTests
{
    private static readonly string[] Allowed = ["+44"];
    private static readonly Dictionary<Guid, TrunkLoad> Idle = [];
    private static readonly Trunk First = Of("first", rank: 1);
    private static readonly Trunk Second = Of("second", rank: 2);

    [Theory]
    [InlineData("+441632960123", "agent", true)]
    [InlineData("+441632960123", "supervisor", false)]
    [InlineData("+442079460000", "agent", false)]
    [InlineData("+331632960123", "agent", false)]
    [InlineData("01632960123", "agent", false)]
    public void A_role_dials_what_both_the_installation_and_its_own_permission_cover(
        string number, string role, bool may) => Assert.Equal(
        may,
        DialRules.Permits(Allowed, [Permission("agent", "+441632"), Permission("agent", "+33")], Wish(number, role)));

    [Fact]
    public void A_callback_needs_no_permission_of_a_role_but_that_of_the_installation()
    {
        Assert.True(DialRules.Permits(Allowed, [], new DialWish("+441632960123", "", Roles: null)));
        Assert.False(DialRules.Permits([], [], new DialWish("+441632960123", "", Roles: null)));
        Assert.False(DialRules.Permits(Allowed, [], Wish("+441632960123", "administrator")));
    }

    [Fact]
    public void Trunks_are_tried_by_rank_and_only_those_that_the_role_may_use()
    {
        var wish = Wish("+441632960123", "agent");
        Assert.Equal([First, Second], DialRules.InOrder([Second, First], [Permission("agent", "+44")], wish));
        Assert.Equal(
            [Second],
            DialRules.InOrder([Second, First], [Permission("agent", "+44", Second.TrunkId)], wish));
        Assert.Equal(
            [First, Second], DialRules.InOrder([Second, First], [], wish with { Roles = null }));
    }

    [Fact]
    public void A_trunk_at_either_limit_or_tried_before_is_passed_over_and_the_last_reason_stays()
    {
        var wish = Wish("+441632960123", "agent");
        Trunk[] both = [First, Second];
        Assert.Equal(First, DialRules.Choose(both, wish, Idle, []).Trunk);
        Assert.Equal(First, DialRules.Choose(both, wish, Load(First, new TrunkLoad(2, 1)), []).Trunk);
        Assert.Equal(Second, DialRules.Choose(both, wish, Load(First, new TrunkLoad(3, 0)), []).Trunk);
        Assert.Equal(Second, DialRules.Choose(both, wish, Load(First, new TrunkLoad(0, 2)), []).Trunk);
        Assert.Equal(Second, DialRules.Choose(both, wish, Idle, [First.TrunkId]).Trunk);
        Assert.Equal("no-trunk", DialRules.Choose([], wish, Idle, []).Refusal);
        Assert.Equal("no-trunk", DialRules.Choose(both, wish, Idle, [First.TrunkId, Second.TrunkId]).Refusal);
        Assert.Equal("over-limit", DialRules.Choose([First], wish, Load(First, new TrunkLoad(3, 0)), []).Refusal);
    }

    [Theory]
    [InlineData("", null, "e164", "+441632960000")]
    [InlineData("", null, "digits", "441632960000")]
    [InlineData("+441632", null, "e164", "+441632960000")]
    [InlineData("+4420", "+442079460000", "e164", "+442079460000")]
    [InlineData("+4420", null, "e164", null)]
    public void A_provider_is_shown_a_number_that_it_lets_us_show(
        string allowed, string? instead, string format, string? shown) => Assert.Equal(
        shown,
        DialRules.Shown(
            new TrunkCallerId
            {
                Allowed = allowed.Length == 0 ? [] : [allowed], Number = instead, Format = format, Header = "from",
            },
            "+441632960000"));

    [Fact]
    public void A_trunk_that_may_show_nothing_of_ours_dials_nobody()
    {
        var closed = First with { CallerId = First.CallerId with { Allowed = ["+1"] } };
        Assert.Equal("caller-id", DialRules.Choose([closed], Wish("+441632960123", "agent"), Idle, []).Refusal);
    }

    private static Dictionary<Guid, TrunkLoad> Load(Trunk trunk, TrunkLoad load) => new() { [trunk.TrunkId] = load };

    private static DialWish Wish(string number, string role) => new(number, "+441632960000", [role]);

    private static DialPermission Permission(string role, string prefix, params Guid[] trunkIds) => new()
    {
        PermissionId = Guid.CreateVersion7(), Role = role, Prefixes = [prefix], TrunkIds = trunkIds,
    };

    private static Trunk Of(string name, int rank) => TrunkRules.Of(
        Guid.CreateVersion7(),
        new TrunkRequest
        {
            Name = name, Rank = rank, Mode = TrunkModes.Address, Addresses = ["192.0.2.1"], MaxCalls = 3,
            MaxCallsPerSecond = 2,
        });
}
