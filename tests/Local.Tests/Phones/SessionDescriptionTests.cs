using System.Net;
using CallCenter.Local.Phones;
using Xunit;

namespace CallCenter.Local.Tests.Phones;

public sealed class SessionDescriptionTests
{
    [Fact]
    public void What_was_written_is_read_back()
    {
        var text = SessionDescription.Write(new IPEndPoint(IPAddress.Loopback, 4_000), [8, 0], 101, "sendonly");

        var read = SessionDescription.Parse(text)!;

        Assert.Equal("127.0.0.1:4000", read.Media.ToString());
        Assert.Equal([8, 0], read.Codecs);
        Assert.Equal(101, read.TelephoneEvent);
        Assert.Equal("recvonly", read.AnsweringDirection);
    }

    [Fact]
    public void The_address_of_the_stream_counts_more_than_that_of_the_session()
    {
        var read = SessionDescription.Parse(
            "v=0\nc=IN IP4 127.0.0.1\nm=audio 4000 RTP/AVP 18 0 96\nc=IN IP4 127.0.0.9\n" +
            "a=rtpmap:96 telephone-event/8000\nm=video 5000 RTP/AVP 97\nc=IN IP4 127.0.0.8\n")!;

        Assert.Equal("127.0.0.9:4000", read.Media.ToString());
        Assert.Equal([0], read.Codecs);
        Assert.Equal(96, read.TelephoneEvent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c=IN IP4 127.0.0.1\r\nm=audio 0 RTP/AVP 0\r\n")]
    [InlineData("c=IN IP4 127.0.0.1\r\nm=audio 70000 RTP/AVP 0\r\n")]
    [InlineData("c=IN IP4 127.0.0.1\r\nm=audio 4000 RTP/SAVP 0\r\n")]
    [InlineData("c=IN IP4 127.0.0.1\r\nm=audio 4000 RTP/AVP 18\r\n")]
    [InlineData("c=IN IP4 some.host\r\nm=audio 4000 RTP/AVP 0\r\n")]
    [InlineData("m=audio 4000 RTP/AVP 0\r\na=rtpmap: telephone-event/8000\r\n")]
    public void A_description_without_audio_for_us_is_none(string text) => Assert.Null(SessionDescription.Parse(text));
}
