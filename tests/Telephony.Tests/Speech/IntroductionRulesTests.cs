using CallCenter.Telephony.Speech;
using Xunit;

namespace CallCenter.Telephony.Tests.Speech;

public sealed class IntroductionRulesTests
{
    [Theory]
    [InlineData("en", "2001", "Agent 2 0 0 1 is serving you.")]
    [InlineData("en-GB", "7", "Agent 7 is serving you.")]
    [InlineData("zh", "2001", "2 0 0 1 号正在为您服务。")]
    [InlineData("zh-CN", "12", "1 2 号正在为您服务。")]
    [InlineData("fr", "2001", null)]
    [InlineData("en", null, null)]
    [InlineData("en", "", null)]
    [InlineData("en", "20$(reboot)", null)]
    [InlineData("en", "12345678901234567", null)]
    public void The_number_is_told_digit_by_digit_in_the_language_of_the_caller(
        string language, string? number, string? text) =>
        Assert.Equal(text, IntroductionRules.Text(language, number));
}
