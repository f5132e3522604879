using System.Text;
using CallCenter.Local.Phones;
using Xunit;

namespace CallCenter.Local.Tests.Phones;

public sealed class SipParserTests
{
    private const string Invite =
        "INVITE sip:100@127.0.0.1 SIP/2.0\r\n" +
        "v: SIP/2.0/UDP 127.0.0.2:5062;branch=z9hG4bKabc;rport\r\n" +
        "f: \"A;tag=no <x>\" <sip:+441632960001@127.0.0.2>;tag=one\r\n" +
        "t: <sip:100@127.0.0.1>\r\n" +
        "i: call-1\r\n" +
        "CSeq: 7 INVITE\r\n" +
        "Subject: first\r\n  and second line\r\n" +
        "l: 4\r\n\r\nbody";

    [Fact]
    public void Compact_and_folded_headers_are_read()
    {
        var message = Parse(Invite);

        Assert.Equal("INVITE", message.Method);
        Assert.Equal("z9hG4bKabc", message.Branch);
        Assert.Equal("one", message.FromTag);
        Assert.Null(message.ToTag);
        Assert.Equal("call-1", message.CallId);
        Assert.Equal(7u, message.CSeqNumber);
        Assert.Equal("first and second line", message.Header("subject"));
        Assert.Equal("body", message.Body);
        Assert.Equal("+441632960001", SipAddress.User(message.Header("From")!));
    }

    [Fact]
    public void What_was_written_is_read_back()
    {
        var written = SipMessage.Answer(Parse(Invite), 200, "OK", "mine").WithBody("application/sdp", "v=0\r\n");

        var read = Parse(Encoding.UTF8.GetString(written.ToBytes()));

        Assert.Equal(200, read.StatusCode);
        Assert.Equal("OK", read.Reason);
        Assert.Equal("mine", read.ToTag);
        Assert.Equal("INVITE", read.CSeqMethod);
        Assert.Equal("v=0\r\n", read.Body);
    }

    [Theory]
    [InlineData("INVITE sip:100@127.0.0.1 SIP/2.0\r\nVia: x\r\n", "no-end-of-headers")]
    [InlineData("invite sip:100@127.0.0.1 SIP/2.0\r\nVia: x\r\n\r\n", "start-line")]
    [InlineData("SIP/2.0 99 Low\r\nVia: x\r\n\r\n", "start-line")]
    [InlineData("SIP/2.0 2000 High\r\n\r\n", "no-via")]
    [InlineData("SIP/2.0 200\r\nVia\r\n\r\n", "header-without-colon")]
    [InlineData("SIP/2.0 200 OK\r\nVia: x\0y\r\n\r\n", "control-character")]
    [InlineData("SIP/2.0 200 OK\r\nVia: x\nFrom: y\r\n\r\n", "control-character")]
    [InlineData("SIP/2.0 200 OK\r\nv: x\r\nf: x\r\nt: x\r\ni: x\r\n\r\n", "no-cseq")]
    [InlineData("SIP/2.0 200 OK\r\nv: x\r\nf: x\r\nt: x\r\ni: x\r\nCSeq: 99999999999 BYE\r\n\r\n", "cseq")]
    [InlineData("BYE sip:x SIP/2.0\r\nv: x\r\nf: x\r\nt: x\r\ni: x\r\nCSeq: 1 INVITE\r\n\r\n", "cseq")]
    [InlineData("SIP/2.0 200 OK\r\nv: x\r\nf: x\r\nt: x\r\ni: x\r\nCSeq: 1 BYE\r\nl: 5\r\n\r\nfour", "content-length")]
    [InlineData("SIP/2.0 200 OK\r\nv: x\r\nf: x\r\nt: x\r\ni: x\r\nCSeq: 1 BYE\r\nl: -1\r\n\r\n", "content-length")]
    public void What_is_not_SIP_is_refused_with_a_reason(string text, string reason)
    {
        Assert.False(SipParser.TryParse(Encoding.UTF8.GetBytes(text), out var message, out var refusal));
        Assert.Null(message);
        Assert.Equal(reason, refusal);
    }

    [Fact]
    public void Size_is_bounded()
    {
        var many = "SIP/2.0 200 OK\r\n" + string.Concat(Enumerable.Repeat("X: y\r\n", 101)) + "\r\n";
        var wide = "SIP/2.0 200 OK\r\nX: " + new string('y', 9_000) + "\r\n\r\n";
        var folded = "SIP/2.0 200 OK\r\nX: y" + string.Concat(Enumerable.Repeat("\r\n yyyyyyyyyy", 1_000)) + "\r\n\r\n";

        Assert.False(SipParser.TryParse(Encoding.UTF8.GetBytes(many), out _, out _));
        Assert.False(SipParser.TryParse(Encoding.UTF8.GetBytes(wide), out _, out _));
        Assert.False(SipParser.TryParse(Encoding.UTF8.GetBytes(folded), out _, out _));
        Assert.False(SipParser.TryParse(new byte[70_000], out _, out _));
    }

    [Fact]
    public void No_mutilated_message_throws()
    {
        var original = Encoding.UTF8.GetBytes(Invite);
        var random = new Random(20_261_122);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = original[..random.Next(original.Length + 1)];
            for (var i = random.Next(6); i > 0 && bytes.Length > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            if (SipParser.TryParse(bytes, out var message, out _))
            {
                _ = (message.Branch, message.FromTag, message.ToTag, message.CSeqMethod, message.CSeqNumber);
                _ = (SipAddress.Uri(message.Header("From")!), SipAddress.EndPoint(message.Header("To")!));
                _ = SessionDescription.Parse(message.Body);
                _ = Digest.Strongest(message);
            }
        }
    }

    [Fact]
    public void A_line_break_in_a_header_is_never_written()
    {
        var message = SipMessage.Request("BYE", "sip:x@127.0.0.1");

        Assert.Throws<ArgumentException>(() => message.With("X-Name", "a\r\nContact: <sip:evil>"));
    }

    private static SipMessage Parse(string text)
    {
        Assert.True(SipParser.TryParse(Encoding.UTF8.GetBytes(text), out var message, out var refusal), refusal);
        return message!;
    }
}
