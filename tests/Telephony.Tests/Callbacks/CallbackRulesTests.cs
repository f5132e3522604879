using CallCenter.Telephony.Callbacks;
using Xunit;

namespace CallCenter.Telephony.Tests.Callbacks;

/// <summary>Which number a caller means, and whether it may be dialled.</summary>
public sealed class CallbackRulesTests
{
    [Theory]
    [InlineData("01632960123", "+44", "+441632960123")]
    [InlineData("1632960123", "+44", "+441632960123")]
    [InlineData("00441632960123", "+44", "+441632960123")]
    [InlineData("441632960123", "+44", "+441632960123")]
    [InlineData("441632960123", "", "+441632960123")]
    [InlineData("01632960123", "", null)]
    [InlineData("13800138000", "+86", "+8613800138000")]
    [InlineData("0018005550100", "+44", null)]
    [InlineData("9", "+44", null)]
    [InlineData("", "+44", null)]
    [InlineData("00000000000000000", "+44", null)]
    public void Digits_are_read_in_the_national_form_then_in_the_international_one(
        string digits, string country, string? meant) =>
        Assert.Equal(meant, CallbackRules.Typed(digits, country, ["+44163", "+86138"]));

    [Theory]
    [InlineData("+441632960123", true)]
    [InlineData("+441732960123", false)]
    [InlineData("441632960123", false)]
    [InlineData("+44163x960123", false)]
    [InlineData("", false)]
    public void Only_numbers_in_full_that_begin_with_a_permitted_prefix_may_be_dialled(string number, bool may)
    {
        Assert.Equal(may, CallbackRules.Permits(["+44163"], number));
        Assert.False(CallbackRules.Permits([], number));
    }
}
