using CallCenter.Telephony.Flows;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CallCenter.Telephony.Tests.Flows;

public sealed class FlowExpressionTests
{
    private static readonly Dictionary<string, string> _known = new()
    {
        ["tier"] = "gold", ["age"] = "9", ["yes"] = "true",
    };

    [Theory]
    [InlineData("1 + 2 - 4", "-1")]
    [InlineData("age + 1", "10")]
    [InlineData("tier + 1", "1")]
    [InlineData("'x' < 'y'", "true")]
    [InlineData("age < 10", "true")]
    [InlineData("age < '10'", "true")]
    [InlineData("tier < 10", "false")]
    [InlineData("tier == 'gold' and age >= 9", "true")]
    [InlineData("yes and not yes or tier != 'gold'", "false")]
    [InlineData("not (yes and unset)", "true")]
    [InlineData("unset", "")]
    [InlineData("unset == ''", "true")]
    [InlineData("true", "true")]
    [InlineData("999999999999999 + 1", "1000000000000000")]
    [InlineData("1000000000000000 + 1", null)]
    [InlineData("orange", "")]
    [InlineData("1 2", null)]
    [InlineData("", null)]
    [InlineData("'open", null)]
    [InlineData("(1", null)]
    [InlineData("and", null)]
    [InlineData("1 == 1 == 1", null)]
    public void An_expression_has_its_value_or_is_refused(string text, string? value)
    {
        var (expression, problem) = FlowExpression.Parse(text);
        Assert.Equal(value, expression?.Value(name => _known.GetValueOrDefault(name, "")));
        Assert.Equal(value is null, problem.Length > 0);
    }

    [Fact]
    public void Whatever_is_written_is_read_or_refused_and_never_breaks()
    {
        var pieces = Gen.Elements(
            "(", ")", "'", "and", "or", "not", " ", "a", "1", "==", "<", "+", "-", "true", "é", "{{", "\n");
        Prop.ForAll(
            Arb.From(pieces.ListOf().Select(list => string.Concat(list))),
            text =>
            {
                var (expression, problem) = FlowExpression.Parse(text);
                var value = expression?.Value(_ => text);
                var (_, broken) = FlowTemplate.Parse(text);
                return expression is null ? problem.Length > 0 : value is not null && broken is not null;
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Brackets_beyond_a_depth_are_refused()
    {
        var deep = new string('(', 140) + "1" + new string(')', 140);
        Assert.Contains("brackets", FlowExpression.Parse(deep).Problem, StringComparison.Ordinal);
        Assert.Contains("longer", FlowExpression.Parse(new string('1', 301)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_is_filled_and_its_values_alone_are_escaped()
    {
        Assert.Equal("gold & 10", FlowTemplate.Fill("{{tier}} & {{age + 1}}", name => _known[name]));
        Assert.Equal("a/b?c=%26", FlowTemplate.Fill("a/b?c={{x}}", _ => "&", Uri.EscapeDataString));
        Assert.Equal(FlowTemplate.Longest, FlowTemplate.Fill("{{x}}!", _ => new string('y', 900)).Length);
    }
}
