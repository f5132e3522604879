using System.Globalization;
using System.Net;
using CallCenter.Telephony.Trunks;

namespace CallCenter.Telephony.Ari;

/// <summary>Trunks, pushed to Asterisk's memory at run time as agents' accounts are.</summary>
internal static class AriTrunks
{
    private const string Sip = "asterisk/config/dynamic/res_pjsip";

    /// <summary>
    /// Makes the node know exactly this trunk, or none. Of none the password stays until it is forgotten: a provider
    /// may challenge even the REGISTER by which the node leaves it.
    /// </summary>
    /// <returns>False when Asterisk refused a part of it: nothing can be dialled through it.</returns>
    public static async Task<bool> PushTrunkAsync(
        this AriClient client, StoredTrunk stored, AriNode node, bool registers, CancellationToken cancellation)
    {
        var id = TrunkIds.Endpoint(stored.TrunkId);
        await client.WithdrawTrunkAsync(stored.TrunkId, cancellation);
        await client.DeleteAsync($"{Sip}/identify/{id}", cancellation);
        foreach (var kind in (string[])["endpoint", "aor"])
        {
            await client.DeleteAsync($"{Sip}/{kind}/{id}", cancellation);
        }

        if (stored.Trunk is not { } trunk)
        {
            return true;
        }

        await client.ForgetTrunkAsync(stored.TrunkId, cancellation);
        return (trunk.Username is null
                || await PutAsync(
                    client, $"{Sip}/auth/{id}", cancellation,
                    ("auth_type", "userpass"), ("username", trunk.Username), ("password", stored.Password!)))
            && await PutAsync(
                client, $"{Sip}/aor/{id}", cancellation,
                ("contact", string.Join(',', trunk.Addresses.Select(address => Uri(trunk, address)))),
                ("qualify_frequency", Text(trunk.QualifySeconds)))
            && await PutAsync(client, $"{Sip}/endpoint/{id}", cancellation, Endpoint(trunk, node, id))
            && (trunk.AcceptFrom.Count == 0
                || await PutAsync(
                    client, $"{Sip}/identify/{id}", cancellation,
                    ("endpoint", id), ("match", string.Join(',', trunk.AcceptFrom))))
            && (!registers || await client.RegisterTrunkAsync(trunk, cancellation));
    }

    /// <summary>The node registers at the provider, if the trunk is one that does.</summary>
    public static async Task<bool> RegisterTrunkAsync(
        this AriClient client, Trunk trunk, CancellationToken cancellation)
    {
        if (trunk.Mode != TrunkModes.Register)
        {
            return true;
        }

        var id = TrunkIds.Endpoint(trunk.TrunkId);
        var server = Uri(trunk, trunk.Addresses[0]);
        var host = trunk.Addresses[0].Split(':')[0];
        return await PutAsync(
            client, $"{Sip}/registration/{id}", cancellation,
            ("server_uri", server), ("client_uri", $"sip:{UserOf(trunk)}@{host}"),
            ("contact_user", UserOf(trunk)), ("outbound_auth", id), ("transport", trunk.Transport),
            ("expiration", Text(trunk.ExpirySeconds)), ("retry_interval", "20"), ("fatal_retry_interval", "60"),
            ("forbidden_retry_interval", "300"), ("max_retries", "1000000"), ("auth_rejection_permanent", "no"),
            ("line", "yes"), ("endpoint", id));
    }

    /// <summary>The registration is taken back: the provider sends its calls elsewhere.</summary>
    public static Task WithdrawTrunkAsync(this AriClient client, Guid trunkId, CancellationToken cancellation) =>
        client.DeleteAsync($"{Sip}/registration/{TrunkIds.Endpoint(trunkId)}", cancellation);

    /// <summary>Takes the password of a trunk from the node that has left its provider.</summary>
    public static Task ForgetTrunkAsync(this AriClient client, Guid trunkId, CancellationToken cancellation) =>
        client.DeleteAsync($"{Sip}/auth/{TrunkIds.Endpoint(trunkId)}", cancellation);

    /// <summary>Asterisk's word for whether the addresses answer; null when it does not know the trunk.</summary>
    public static async Task<string?> StateOfTrunkAsync(
        this AriClient client, Guid trunkId, CancellationToken cancellation)
    {
        try
        {
            using var endpoint = await client.GetAsync(
                $"endpoints/PJSIP/{TrunkIds.Endpoint(trunkId)}", cancellation);
            return endpoint.RootElement.TryGetProperty("state", out var state) ? state.GetString() ?? "" : "";
        }
        catch (HttpRequestException fault) when (fault.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static (string, string)[] Endpoint(Trunk trunk, AriNode node, string id)
    {
        List<(string, string)> fields =
        [
            ("context", "from-trunk"), ("identify_by", "ip"), ("transport", trunk.Transport), ("disallow", "all"),
            ("allow", string.Join(',', trunk.Codecs)), ("aors", id), ("direct_media", "no"), ("dtmf_mode", "auto"),
            ("allow_transfer", "no"), ("rtp_timeout", "60"), ("rtp_timeout_hold", "3600"),
            ("media_encryption", trunk.Srtp == "sdes" ? "sdes" : "no"),
            ("send_pai", trunk.CallerId.Header == "identity" ? "yes" : "no"),
        ];
        if (trunk.Username is not null)
        {
            fields.Add(("outbound_auth", id));
        }

        if (node.MediaAddress is { } address)
        {
            fields.Add(("media_address", address));
            fields.Add(("bind_rtp_to_media_address", "yes"));
        }

        return [.. fields];
    }

    private static string Uri(Trunk trunk, string address) =>
        trunk.Transport == "udp" ? $"sip:{address}" : $"sip:{address};transport={trunk.Transport}";

    /// <summary>Some accounts are written with their domain.</summary>
    private static string UserOf(Trunk trunk) => trunk.Username!.Split('@')[0];

    private static async Task<bool> PutAsync(
        AriClient client, string path, CancellationToken cancellation, params (string Name, string Value)[] fields) =>
        await client.PutAsync(
            path,
            new { fields = fields.Select(field => new { attribute = field.Name, value = field.Value }).ToArray() },
            cancellation) == AriOutcome.Done;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
