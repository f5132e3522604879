using CallCenter.Local.Phones;
using Xunit;

namespace CallCenter.Local.Tests.Phones;

public sealed class DigestTests
{
    [Fact]
    public void MD5_answers_the_example_of_RFC_2617()
    {
        var challenge = Digest.Parse(
            "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", " +
            "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"");

        var answer = challenge!.Authorize("Mufasa", "Circle Of Life", "GET", "/dir/index.html", 1, "0a4f113b");

        Assert.Contains("response=\"6629fae49393a05397450978507c4ef1\"", answer, StringComparison.Ordinal);
        Assert.Contains("opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void SHA_256_answers_the_example_of_RFC_7616()
    {
        var challenge = Digest.Parse(
            "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256, " +
            "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", stale=TRUE");

        var answer = challenge!.Authorize(
            "Mufasa", "Circle of Life", "GET", "/dir/index.html", 1, "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");

        Assert.Contains(
            "response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"",
            answer, StringComparison.Ordinal);
        Assert.True(challenge.IsStale);
    }

    [Fact]
    public void The_stronger_of_two_challenges_is_answered()
    {
        var response = SipMessage.Response(401, "Unauthorized")
            .With("WWW-Authenticate", "Digest realm=\"a\", nonce=\"1\", algorithm=MD5, qop=\"auth\"")
            .With("WWW-Authenticate", "Digest realm=\"a\", nonce=\"2\", algorithm=SHA-256, qop=\"auth\"");

        Assert.Equal("2", Digest.Strongest(response)!.Nonce);
    }

    [Theory]
    [InlineData("Basic realm=\"a\"")]
    [InlineData("Digest realm=\"a\"")]
    [InlineData("Digest realm=\"a\", nonce=\"1\", algorithm=SHA-512-256")]
    [InlineData("Digest realm=\"a\", nonce=\"1\", qop=\"auth-int\"")]
    [InlineData("Digest realm=\"unclosed")]
    [InlineData("Digest =,,=\"\\")]
    public void A_challenge_that_cannot_be_answered_is_none(string challenge) => Assert.Null(Digest.Parse(challenge));
}
