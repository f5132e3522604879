using Xunit;

namespace CallCenter.Hosting.Tests.Callers;

public class CallerReferenceTests
{
    [Theory]
    [InlineData("+442079460123", "+442079460123")]
    [InlineData("00442079460123", "+442079460123")]
    [InlineData("442079460123", "+442079460123")]
    [InlineData(" +8613800000000 ", "+8613800000000")]
    [InlineData("anonymous", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("+0123456789", null)]
    [InlineData("+1234567890123456", null)]
    [InlineData("+44 20 7946 0123", null)]
    public void A_number_is_E164_or_none(string? number, string? e164) =>
        Assert.Equal(e164, CallerReference.Normalise(number));

    [Fact]
    public void The_same_number_has_the_same_reference_under_the_same_key_only()
    {
        var key = new byte[32];

        Assert.Equal(CallerReference.Of("+442079460123", key), CallerReference.Of("+442079460123", key));
        Assert.NotEqual(CallerReference.Of("+442079460123", key), CallerReference.Of("+442079460124", key));
        Assert.NotEqual(
            CallerReference.Of("+442079460123", key), CallerReference.Of("+442079460123", [.. key[1..], 1]));
        Assert.Matches("^k1:[0-9a-f]{64}$", CallerReference.Of("+442079460123", key));
    }
}
