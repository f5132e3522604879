namespace CallCenter.Local.Phones;

/// <summary>Answers a switch's challenges with the phone's account, and counts how often a nonce was used.</summary>
internal sealed class PhoneAccount(PhoneSettings settings)
{
    /// <summary>First the challenge, then perhaps one more for a stale nonce; a third means refusal.</summary>
    public const int MaximumAttempts = 3;

    private readonly Lock _gate = new();
    private string? _nonce;
    private int _count;

    /// <summary>The header that answers a 401 or 407; null when it cannot, or when our answer was refused.</summary>
    public (string Name, string Value)? Answer(SipMessage response, string method, string uri, int attempt)
    {
        if (response.StatusCode is not (401 or 407) || settings.Password is not { } password
            || attempt >= MaximumAttempts || Digest.Strongest(response) is not { } challenge
            || (attempt > 1 && !challenge.IsStale))
        {
            return null;
        }

        int count;
        lock (_gate)
        {
            _count = _nonce == challenge.Nonce ? _count + 1 : 1;
            _nonce = challenge.Nonce;
            count = _count;
        }

        var name = settings.AccountName ?? settings.User;
        return (
            response.StatusCode == 407 ? "Proxy-Authorization" : "Authorization",
            challenge.Authorize(name, password, method, uri, count, SipDialog.NewToken()));
    }
}
