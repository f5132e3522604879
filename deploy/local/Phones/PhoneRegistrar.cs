using System.Collections.Concurrent;

namespace CallCenter.Local.Phones;

/// <summary>The part of a test phone that plays a provider: one account may register at it, by digest.</summary>
public sealed class PhoneRegistrar(string user, string password)
{
    private const string Realm = "provider";
    private readonly string _nonce = SipDialog.NewToken();
    private readonly ConcurrentDictionary<string, string> _contacts = new(StringComparer.Ordinal);

    /// <summary>Where the account can be reached now.</summary>
    public IReadOnlyCollection<string> Contacts => [.. _contacts.Values];

    /// <summary>How often the account has registered.</summary>
    public int Registrations { get; private set; }

    internal SipMessage Answer(SipMessage request)
    {
        if (!Digest.Proves(request.Header("Authorization"), Realm, _nonce, user, password, request.Method!))
        {
            return SipMessage.Answer(request, 401, "Unauthorized", SipDialog.NewToken())
                .With("WWW-Authenticate", $"Digest realm=\"{Realm}\", nonce=\"{_nonce}\", algorithm=MD5, qop=\"auth\"");
        }

        var contact = request.Header("Contact") ?? "";
        if (request.Header("Expires") == "0" || contact.Contains("expires=0", StringComparison.Ordinal))
        {
            _contacts.TryRemove(request.CallId, out _);
            return SipMessage.Answer(request, 200, "OK", SipDialog.NewToken());
        }

        _contacts[request.CallId] = contact;
        Registrations++;
        return SipMessage.Answer(request, 200, "OK", SipDialog.NewToken())
            .With("Contact", contact).With("Expires", request.Header("Expires") ?? "300");
    }
}
