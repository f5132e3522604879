using System.Net;
using System.Net.Sockets;
using CallCenter.Local.Phones;
using Xunit;

namespace CallCenter.Local.Tests.Phones;

/// <summary>A phone and a bare socket that loses what it is told to lose.</summary>
public sealed class RetransmissionTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private static readonly IPEndPoint Any = new(IPAddress.Loopback, 0);

    private readonly Socket _peer = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly TestPhone _phone;

    public RetransmissionTests()
    {
        _peer.Bind(Any);
        _phone = TestPhone.Start(new PhoneSettings
        {
            Switch = (IPEndPoint)_peer.LocalEndPoint!, User = "a", Password = "secret",
        });
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _phone.DisposeAsync();
        _peer.Dispose();
    }

    [Fact]
    public async Task A_lost_request_is_sent_again()
    {
        var registering = _phone.RegisterAsync();
        var lost = await HearAsync();
        var heard = await HearAsync();
        Answer(SipMessage.Answer(heard, 200, "OK", "t"));

        Assert.True((await registering.WaitAsync(Soon, Token)).Succeeded);
        Assert.Equal(lost.Branch, heard.Branch);
    }

    [Fact]
    public async Task A_stale_nonce_is_answered_and_a_refused_password_is_not_tried_again()
    {
        var registering = _phone.RegisterAsync();
        var first = await HearAsync();
        Assert.Null(first.Header("Authorization"));
        Answer(Challenge(first, "one", stale: false));
        var second = await HearAsync();
        Assert.Contains("nonce=\"one\"", second.Header("Authorization")!, StringComparison.Ordinal);
        Answer(Challenge(second, "two", stale: true));
        var third = await HearAsync();
        Assert.Contains("nonce=\"two\"", third.Header("Authorization")!, StringComparison.Ordinal);
        Assert.True(third.CSeqNumber > second.CSeqNumber);
        Answer(Challenge(third, "three", stale: false));

        Assert.Equal(401, (await registering.WaitAsync(Soon, Token)).Status);
    }

    [Fact]
    public async Task A_repeated_INVITE_rings_once_and_gets_its_answer_again()
    {
        _phone.OnInvite = _ => InviteReply.Refuse(486, "Busy");
        var invite = Invite("x1");
        Answer(invite);
        var refused = await HearAsync();
        Answer(invite);
        var again = await HearAsync();

        Assert.Equal(486, refused.StatusCode);
        Assert.Equal(refused.ToTag, again.ToTag);
        await _phone.NextCallAsync(Soon);
        await Assert.ThrowsAsync<TimeoutException>(() => _phone.NextCallAsync(TimeSpan.FromMilliseconds(100)));
    }

    [Fact]
    public async Task An_answer_is_repeated_until_it_is_acknowledged()
    {
        _phone.OnInvite = _ => InviteReply.Answer();
        Answer(Invite("x2"));
        Assert.Equal(180, (await HearAsync()).StatusCode);
        var answer = await HearAsync();
        var repeated = await HearAsync();

        Assert.Equal(200, answer.StatusCode);
        Assert.Equal(answer.ToTag, repeated.ToTag);
        Assert.NotNull(SessionDescription.Parse(repeated.Body));
    }

    [Fact]
    public async Task A_repeated_200_is_acknowledged_again()
    {
        var call = _phone.Call("b");
        var invite = await HearAsync();
        var media = new IPEndPoint(IPAddress.Loopback, 9);
        var ok = SipMessage.Answer(invite, 200, "OK", "t")
            .With("Contact", $"<sip:b@{_peer.LocalEndPoint}>")
            .WithBody("application/sdp", SessionDescription.Write(media, [0], null, "sendrecv"));
        Answer(ok);
        var first = await HearAsync();
        Answer(ok);
        var second = await HearAsync();

        Assert.Equal("ACK", first.Method);
        Assert.Equal(first.Branch, second.Branch);
        Assert.NotEqual(invite.Branch, first.Branch);
        Assert.True(await call.Answered.WaitAsync(Soon, Token));
    }

    [Fact]
    public async Task Requests_that_belong_to_no_call_are_refused()
    {
        Answer(Request("BYE", "y1"));
        Assert.Equal(481, (await HearAsync()).StatusCode);
        Answer(Request("PUBLISH", "y2"));
        Assert.Equal(405, (await HearAsync()).StatusCode);
        Answer(Request("OPTIONS", "y3"));
        Assert.Equal(200, (await HearAsync()).StatusCode);
        _peer.SendTo("\r\n\r\n"u8.ToArray(), _phone.Address);
        _peer.SendTo("GET / HTTP/1.1\r\n\r\n"u8.ToArray(), _phone.Address);
        Answer(Request("OPTIONS", "y4"));
        Assert.Equal(200, (await HearAsync()).StatusCode);
        Assert.Equal(1, _phone.Malformed);
    }

    private static SipMessage Challenge(SipMessage request, string nonce, bool stale) =>
        SipMessage.Answer(request, 401, "Unauthorized", "t").With(
            "WWW-Authenticate", $"Digest realm=\"r\", nonce=\"{nonce}\", qop=\"auth\"{(stale ? ", stale=true" : "")}");

    private SipMessage Invite(string branch) => Request("INVITE", branch, toTag: "").WithBody(
        "application/sdp", SessionDescription.Write(new IPEndPoint(IPAddress.Loopback, 9), [0], 101, "sendrecv"));

    private SipMessage Request(string method, string branch, string toTag = ";tag=unknown") =>
        SipMessage.Request(method, $"sip:a@{_phone.Address}")
            .With("Via", $"SIP/2.0/UDP {_peer.LocalEndPoint};branch=z9hG4bK{branch}")
            .With("From", "<sip:b@127.0.0.1>;tag=b")
            .With("To", $"<sip:a@127.0.0.1>{(method == "OPTIONS" ? "" : toTag)}")
            .With("Call-ID", branch)
            .With("CSeq", $"1 {method}")
            .With("Contact", $"<sip:b@{_peer.LocalEndPoint}>");

    private void Answer(SipMessage message) => _peer.SendTo(message.ToBytes(), _phone.Address);

    private async Task<SipMessage> HearAsync()
    {
        var buffer = new byte[8_192];
        var datagram = await _peer.ReceiveFromAsync(buffer, Any, Token).AsTask().WaitAsync(Soon, Token);
        var bytes = buffer.AsSpan(0, datagram.ReceivedBytes);
        Assert.True(SipParser.TryParse(bytes, out var message, out var refusal), refusal);
        return message!;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
