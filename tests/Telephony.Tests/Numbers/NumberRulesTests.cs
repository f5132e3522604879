using CallCenter.Telephony.Numbers;
using Xunit;

namespace CallCenter.Telephony.Tests.Numbers;

public sealed class NumberRulesTests
{
    private static readonly NumberRequest Good = new()
    {
        E164 = "+441632960000",
        QueueId = Guid.CreateVersion7(),
        Language = "en",
    };

    [Fact]
    public void What_is_left_out_has_a_default()
    {
        var (number, _, _) = NumberRules.Read(Guid.CreateVersion7(), Good);
        Assert.Equal((0, false, null, 0), (number!.Priority, number.Survey, number.Greeting, number.Skills.Length));
        Assert.True(number.Recorded);
        Assert.False(NumberRules.Read(Guid.Empty, Good with { Recorded = false }).Number!.Recorded);
    }

    [Theory]
    [InlineData("441632960000")]
    [InlineData("00441632960000")]
    public void A_number_is_kept_as_E164(string written) =>
        Assert.Equal("+441632960000", NumberRules.Read(Guid.Empty, Good with { E164 = written }).Number!.E164);

    public static TheoryData<string, NumberRequest> Broken => new()
    {
        { "e164", Good with { E164 = null } },
        { "e164", Good with { E164 = "sip:sales" } },
        { "e164", Good with { E164 = "+0123456789" } },
        { "queueId", Good with { QueueId = null } },
        { "queueId", Good with { QueueId = Guid.Empty } },
        { "language", Good with { Language = null } },
        { "language", Good with { Language = "English" } },
        { "language", Good with { Language = "../en" } },
        { "skills", Good with { Skills = [.. Enumerable.Range(0, 21).Select(i => $"s{i}")] } },
        { "skills", Good with { Skills = [""] } },
        { "skills", Good with { Skills = ["a b"] } },
        { "priority", Good with { Priority = 101 } },
        { "greeting", Good with { Greeting = "../../etc/passwd" } },
        { "greeting", Good with { Greeting = "/etc/passwd" } },
        { "greeting", Good with { Greeting = "a&tone:busy" } },
        { "greeting", Good with { Greeting = new string('a', 101) } },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_names_its_field(string field, NumberRequest request)
    {
        var (number, broken, rule) = NumberRules.Read(Guid.CreateVersion7(), request);
        Assert.Null(number);
        Assert.Equal(field, broken);
        Assert.NotEmpty(rule);
    }
}
