using CallCenter.Telephony.Listening;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CallCenter.Telephony.Tests.Listening;

public sealed class RangeRulesTests
{
    [Theory]
    [InlineData("bytes=0-99", 0, 99)]
    [InlineData("bytes=100-", 100, 999)]
    [InlineData("bytes=-100", 900, 999)]
    [InlineData("bytes=-5000", 0, 999)]
    [InlineData("bytes=900-5000", 900, 999)]
    [InlineData("BYTES=999-999", 999, 999)]
    public void A_single_range_is_a_part(string header, long from, long to) =>
        Assert.Equal(new FilePart(from, to, IsWhole: false), RangeRules.Read(header, 1000));

    [Theory]
    [InlineData("bytes=1000-")]
    [InlineData("bytes=1000-2000")]
    [InlineData("bytes=-0")]
    [InlineData("bytes=999999999999999999-")]
    public void A_range_behind_the_end_is_none(string header) => Assert.Null(RangeRules.Read(header, 1000));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("seconds=0-1")]
    [InlineData("bytes=")]
    [InlineData("bytes=-")]
    [InlineData("bytes=5")]
    [InlineData("bytes=9-1")]
    [InlineData("bytes=0-1,5-6")]
    [InlineData("bytes=+1-5")]
    [InlineData("bytes=0x10-20")]
    [InlineData("bytes=9999999999999999999-")]
    public void What_is_no_single_range_asks_for_the_whole(string? header) =>
        Assert.Equal(new FilePart(0, 999, IsWhole: true), RangeRules.Read(header, 1000));

    [Fact]
    public void Whatever_is_asked_the_part_lies_within_the_file() =>
        Prop.ForAll(
            Gen.OneOf(
                ArbMap.Default.GeneratorFor<string>().Select(text => "bytes=" + text),
                from a in Gen.Choose(0, 3000) from b in Gen.Choose(0, 3000) select $"bytes={a}-{b}").ToArbitrary(),
            Gen.Choose(1, 2000).ToArbitrary(),
            (header, size) => RangeRules.Read(header, size) is not { } part
                || (part.From >= 0 && part.From <= part.To && part.To < size && part.Length <= size))
            .QuickCheckThrowOnFailure();
}
