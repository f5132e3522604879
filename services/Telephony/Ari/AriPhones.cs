using CallCenter.Telephony.Phones;

namespace CallCenter.Telephony.Ari;

/// <summary>Agents' SIP accounts, pushed to Asterisk's memory at run time: no file, no reload.</summary>
internal static class AriPhones
{
    private const string Objects = "asterisk/config/dynamic/res_pjsip";

    /// <summary>
    /// Makes the node know exactly this account, or none. A second push would merge with the first, so the old one is
    /// removed before.
    /// </summary>
    /// <returns>False when Asterisk refused: the phone cannot be used until its account is made anew.</returns>
    public static async Task<bool> PushPhoneAsync(
        this AriClient client, Phone phone, AriNode node, CancellationToken cancellation)
    {
        var id = PhoneIds.Endpoint(phone.AgentId);
        foreach (var kind in (string[])["endpoint", "aor", "auth"])
        {
            await client.DeleteAsync($"{Objects}/{kind}/{id}", cancellation);
        }

        return phone.Username is null
            || (await PutAsync(
                    client, "auth", id, cancellation,
                    ("auth_type", "userpass"), ("username", phone.Username), ("password", phone.Password!))
                && await PutAsync(
                    client, "aor", id, cancellation,
                    ("max_contacts", "1"), ("remove_existing", "yes"),
                    // A browser's connection says by itself when it is gone.
                    ("qualify_frequency", phone.Kind == PhoneKinds.Browser ? "0" : "30"))
                && await PutAsync(client, "endpoint", id, cancellation, Endpoint(phone, node, id)));
    }

    private static (string, string)[] Endpoint(Phone phone, AriNode node, string id)
    {
        List<(string, string)> fields =
        [
            ("context", "from-agent"), ("disallow", "all"), ("auth", id), ("aors", id),
            ("direct_media", "no"), ("rtp_timeout", "30"), ("rtp_timeout_hold", "600"), ("allow_transfer", "no"),
            ("dtmf_mode", "auto"), ("callerid", $"\"{Quotable(phone.Name)}\" <{Digits(phone.Number)}>"),
        ];
        fields.AddRange(phone.Kind == PhoneKinds.Browser
            ? [("webrtc", "yes"), ("allow", "opus,ulaw,alaw")]
            : [("allow", "ulaw,alaw")]);
        if (node.MediaAddress is { } address)
        {
            fields.Add(("media_address", address));
            fields.Add(("bind_rtp_to_media_address", "yes"));
        }

        return [.. fields];
    }

    private static async Task<bool> PutAsync(
        AriClient client, string kind, string id, CancellationToken cancellation,
        params (string Name, string Value)[] fields) =>
        await client.PutAsync(
            $"{Objects}/{kind}/{id}",
            new { fields = fields.Select(field => new { attribute = field.Name, value = field.Value }).ToArray() },
            cancellation) == AriOutcome.Done;

    /// <summary>Names are written by people: what would end the quoted text or the line is left out.</summary>
    private static string Quotable(string? name) =>
        new([.. (name ?? "").Where(c => !char.IsControl(c) && c is not ('"' or '\\' or '<' or '>' or ';')).Take(60)]);

    private static string Digits(string? number) => new([.. (number ?? "").Where(char.IsAsciiLetterOrDigit).Take(40)]);
}
