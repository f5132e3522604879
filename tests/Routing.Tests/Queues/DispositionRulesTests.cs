using CallCenter.Routing.Queues;
using Xunit;

namespace CallCenter.Routing.Tests.Queues;

public sealed class DispositionRulesTests
{
    private static readonly Disposition _refund = Of("refund");

    [Theory]
    [InlineData("refund", true)]
    [InlineData("billing", true)]
    [InlineData("Refund", false)]
    [InlineData("weather", false)]
    public void Where_a_queue_lists_what_its_calls_can_be_about_nothing_else_may_be_named(string named, bool allowed)
    {
        var refusal = DispositionRules.Refusal([_refund, Of("billing")], named);

        Assert.Equal(
            allowed ? null : ("disposition", "must be one of the queue's: refund, billing"),
            refusal);
    }

    [Fact]
    public void Where_it_lists_nothing_anything_may_be_named() => Assert.Null(DispositionRules.Refusal([], "weather"));

    [Fact]
    public void A_list_of_fifty_is_one_and_a_longer_one_is_not()
    {
        Disposition[] most = [.. Enumerable.Range(0, 50).Select(i => Of($"code-{i}"))];
        Assert.Null(DispositionRules.Problem("plan.dispositions", most));
        Assert.Equal(
            ("plan.dispositions", "must be at most 50"),
            DispositionRules.Problem("plan.dispositions", [.. most, _refund]));
    }

    [Theory]
    [InlineData(" ", "A refund", "退款", "plan.dispositions[1].code", "must have 1 to 50 characters")]
    [InlineData("a\nb", "A refund", "退款", "plan.dispositions[1].code", "must have 1 to 50 characters")]
    [InlineData("REFUND", "A refund", "退款", "plan.dispositions[1].code", "is there already")]
    [InlineData("other", "", "退款", "plan.dispositions[1].textEn", "must have 1 to 100 characters")]
    [InlineData("other", "Other", "\t", "plan.dispositions[1].textZh", "must have 1 to 100 characters")]
    public void A_wrong_one_is_refused_with_its_place(string code, string en, string zh, string field, string rule) =>
        Assert.Equal(
            (field, rule),
            DispositionRules.Problem(
                "plan.dispositions", [_refund, new() { Code = code, TextEn = en, TextZh = zh }]));

    private static Disposition Of(string code) => new() { Code = code, TextEn = "A refund", TextZh = "退款" };
}
