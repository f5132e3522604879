using System.Globalization;
using System.Net;
using System.Security.Cryptography;

namespace CallCenter.Local.Phones;

/// <summary>The two ends of a call as SIP names them: identities, tags, and the number of our last request.</summary>
internal sealed class SipDialog
{
    private readonly IPEndPoint _contact;
    private readonly string _user;
    private uint _sequence;

    private SipDialog(string user, IPEndPoint contact, string callId, string local, string remote, string target)
    {
        _user = user;
        _contact = contact;
        CallId = callId;
        Local = local;
        Remote = remote;
        Target = target;
    }

    public string CallId { get; }

    /// <summary>Our identity with our tag.</summary>
    public string Local { get; }

    /// <summary>The other side's identity; with its tag once it has answered.</summary>
    public string Remote { get; private set; }

    /// <summary>Where requests of this call go: the other side's Contact.</summary>
    public string Target { get; private set; }

    public string LocalTag => SipAddress.Parameter(Local, "tag")!;

    public string Contact => $"<sip:{_user}@{SipAddress.Format(_contact)}>";

    /// <summary>A dialog that we start.</summary>
    public static SipDialog Outgoing(string user, string from, string to, string target, IPEndPoint contact) =>
        new(user, contact, NewToken(), $"<{from}>;tag={NewToken()}", $"<{to}>", target);

    /// <summary>A dialog that an arrived INVITE starts.</summary>
    public static SipDialog Incoming(string user, SipMessage invite, IPEndPoint contact) => new(
        user, contact, invite.CallId, $"{invite.Header("To")};tag={NewToken()}", invite.Header("From")!,
        SipAddress.Uri(invite.Header("Contact") ?? invite.Header("From")!));

    public static string NewToken() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>The next request of this dialog.</summary>
    public SipMessage Request(string method) =>
        Request(method, "z9hG4bK" + NewToken(), Interlocked.Increment(ref _sequence));

    /// <summary>ACK carries the number of its INVITE; CANCEL its branch as well.</summary>
    public SipMessage Request(string method, string branch, uint sequence)
    {
        var number = sequence.ToString(CultureInfo.InvariantCulture);
        return SipMessage.Request(method, Target)
            .With("Via", $"SIP/2.0/UDP {SipAddress.Format(_contact)};rport;branch={branch}")
            .With("Max-Forwards", "70")
            .With("From", Local)
            .With("To", Remote)
            .With("Call-ID", CallId)
            .With("CSeq", $"{number} {method}")
            .With("Contact", Contact)
            .With("User-Agent", "CallCenter test phone");
    }

    /// <summary>The other side has answered: its tag and its Contact hold from now on.</summary>
    public void Confirm(SipMessage response)
    {
        Remote = response.Header("To") ?? Remote;
        Target = response.Header("Contact") is { } contact ? SipAddress.Uri(contact) : Target;
    }

    public bool Owns(SipMessage request) =>
        request.CallId == CallId && request.ToTag == LocalTag
        && request.FromTag == SipAddress.Parameter(Remote, "tag");
}
