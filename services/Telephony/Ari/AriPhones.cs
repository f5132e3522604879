using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using CallCenter.Telephony.Phones;

namespace CallCenter.Telephony.Ari;

/// <summary>Agents' SIP accounts, pushed to Asterisk's memory at run time: no file, no reload.</summary>
internal static class AriPhones
{
    private const string Objects = "asterisk/config/dynamic/res_pjsip";

    /// <summary>
    /// Makes the node know exactly this account, or none. The endpoint is changed where it stands, and without an
    /// account nobody can use it: Asterisk 22 was seen to fall (a null topic in its stasis.c), with all its calls, once
    /// endpoints of registered phones had been removed and made anew. Only a phone of another kind has that done, since
    /// no second push takes back what webrtc=yes has set.
    /// </summary>
    /// <returns>False when Asterisk refused: the phone cannot be used until its account is made anew.</returns>
    public static async Task<bool> PushPhoneAsync(
        this AriClient client, Phone phone, AriNode node, CancellationToken cancellation)
    {
        var id = PhoneIds.Endpoint(phone.AgentId);
        var known = await client.KindOfPhoneAsync(id, cancellation);

        // Who registered with the old account is gone with it.
        await client.DeleteAsync($"{Objects}/aor/{id}", cancellation);
        if (phone.Username is null)
        {
            return known is null
                || await PutAuthAsync(client, id, id, RandomNumberGenerator.GetHexString(32), cancellation);
        }

        if (known is not null && known != phone.Kind)
        {
            await client.DeleteAsync($"{Objects}/endpoint/{id}", cancellation);
        }

        return await PutAuthAsync(client, id, phone.Username, phone.Password!, cancellation)
            && await PutAsync(
                client, "aor", id, cancellation,
                ("max_contacts", "1"), ("remove_existing", "yes"),
                // A browser's connection says by itself when it is gone.
                ("qualify_frequency", phone.Kind == PhoneKinds.Browser ? "0" : "30"))
            && await PutAsync(client, "endpoint", id, cancellation, Endpoint(phone, node, id));
    }

    /// <summary>One of <see cref="PhoneKinds"/> as the node knows it; null when it knows no such phone.</summary>
    private static async Task<string?> KindOfPhoneAsync(
        this AriClient client, string id, CancellationToken cancellation)
    {
        try
        {
            using var endpoint = await client.GetAsync($"{Objects}/endpoint/{id}", cancellation);
            return endpoint.RootElement is { ValueKind: JsonValueKind.Array } fields
                && fields.EnumerateArray().Any(field =>
                    field.GetProperty("attribute").GetString() == "webrtc"
                    && field.GetProperty("value").GetString() == "yes")
                ? PhoneKinds.Browser
                : PhoneKinds.Sip;
        }
        catch (HttpRequestException fault) when (fault.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static Task<bool> PutAuthAsync(
        AriClient client, string id, string username, string password, CancellationToken cancellation) =>
        PutAsync(
            client, "auth", id, cancellation,
            ("auth_type", "userpass"), ("username", username), ("password", password));

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
