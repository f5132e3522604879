using System.Globalization;
using System.Net;
using System.Text.Json;
using CallCenter.Telephony.Trunks;

namespace CallCenter.Telephony.Ari;

/// <summary>Trunks, pushed to Asterisk's memory at run time as agents' accounts are.</summary>
internal static class AriTrunks
{
    private const string Sip = "asterisk/config/dynamic/res_pjsip";

    /// <summary>
    /// Makes the node know exactly this trunk, or none. Only what is not so already is touched, and changed where it
    /// stands where Asterisk can do that: a limit or a codec ends no registration and hides nobody's calls. Of none
    /// the password stays until it is forgotten: a provider may challenge even the REGISTER by which the node leaves.
    /// </summary>
    /// <returns>False when Asterisk refused a part of it: nothing can be dialled through it.</returns>
    public static async Task<bool> PushTrunkAsync(
        this AriClient client, StoredTrunk stored, AriNode node, bool registers, CancellationToken cancellation)
    {
        var id = TrunkIds.Endpoint(stored.TrunkId);
        if (stored.Trunk is not { } trunk)
        {
            await client.WithdrawTrunkAsync(stored.TrunkId, cancellation);
            foreach (var kind in (string[])["identify", "endpoint", "aor"])
            {
                await client.DeleteAsync($"{Sip}/{kind}/{id}", cancellation);
            }

            return true;
        }

        if (!await client.HasAsync("auth", id, Account(stored), cancellation) || trunk.Mode != TrunkModes.Register)
        {
            // With another account it registers anew, or no longer.
            await client.WithdrawTrunkAsync(stored.TrunkId, cancellation);
        }

        return (trunk.Username is null || await client.PutAsync("auth", id, Account(stored), cancellation))
            && await client.MakeAsync(
                "aor", id,
                [
                    ("contact", string.Join(',', trunk.Addresses.Select(address => Uri(trunk, address)))),
                    ("qualify_frequency", Text(trunk.QualifySeconds)),
                ],
                cancellation)
            && await client.PutAsync("endpoint", id, Endpoint(trunk, node, id), cancellation)
            && await client.AcceptAsync(trunk, id, cancellation)
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
        (string, string)[] fields =
        [
            ("server_uri", server), ("client_uri", $"sip:{UserOf(trunk)}@{host}"),
            ("contact_user", UserOf(trunk)), ("outbound_auth", id), ("transport", trunk.Transport),
            ("expiration", Text(trunk.ExpirySeconds)), ("retry_interval", "20"), ("fatal_retry_interval", "60"),
            ("forbidden_retry_interval", "300"), ("max_retries", "1000000"),
            ("auth_rejection_permanent", "false"), ("line", "true"), ("endpoint", id),
        ];
        // In its place: what is removed and made at once may be removed after it was made.
        return await client.HasAsync("registration", id, fields, cancellation)
            || await client.PutAsync("registration", id, fields, cancellation);
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

    /// <summary>Whose calls are calls of the trunk.</summary>
    private static async Task<bool> AcceptAsync(
        this AriClient client, Trunk trunk, string id, CancellationToken cancellation)
    {
        if (trunk.AcceptFrom.Count == 0)
        {
            await client.DeleteAsync($"{Sip}/identify/{id}", cancellation);
            return true;
        }

        return await client.MakeAsync(
            "identify", id, [("endpoint", id), ("match", string.Join(',', trunk.AcceptFrom.Select(Masked)))],
            cancellation);
    }

    private static (string, string)[] Account(StoredTrunk stored) =>
        [("auth_type", "userpass"), ("username", stored.Trunk?.Username ?? ""), ("password", stored.Password ?? "")];

    private static (string, string)[] Endpoint(Trunk trunk, AriNode node, string id)
    {
        List<(string, string)> fields =
        [
            ("context", "from-trunk"), ("identify_by", "ip"), ("transport", trunk.Transport), ("disallow", "all"),
            ("allow", string.Join(',', trunk.Codecs)), ("aors", id), ("direct_media", "no"), ("dtmf_mode", "auto"),
            ("allow_transfer", "no"), ("rtp_timeout", "60"), ("rtp_timeout_hold", "3600"),
            ("media_encryption", trunk.Srtp == "sdes" ? "sdes" : "no"),
            ("send_pai", trunk.CallerId.Header == "identity" ? "yes" : "no"),
            // Said in any case: what is not said stays as it was.
            ("outbound_auth", trunk.Username is null ? "" : id),
        ];
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

    /// <summary>
    /// An object with lists in it takes what it is given besides what it has: where it differs it is made anew.
    /// </summary>
    private static async Task<bool> MakeAsync(
        this AriClient client, string kind, string id, (string Name, string Value)[] fields,
        CancellationToken cancellation)
    {
        if (await client.HasAsync(kind, id, fields, cancellation))
        {
            return true;
        }

        await client.DeleteAsync($"{Sip}/{kind}/{id}", cancellation);
        return await client.PutAsync(kind, id, fields, cancellation);
    }

    /// <summary>Whether the node has an object with these fields, in its own words.</summary>
    private static async Task<bool> HasAsync(
        this AriClient client, string kind, string id, (string Name, string Value)[] fields,
        CancellationToken cancellation)
    {
        try
        {
            using var found = await client.GetAsync($"{Sip}/{kind}/{id}", cancellation);
            var has = found.RootElement.ValueKind != JsonValueKind.Array
                ? null
                : found.RootElement.EnumerateArray().ToLookup(
                    field => field.GetProperty("attribute").GetString()!,
                    field => field.GetProperty("value").GetString()!, StringComparer.Ordinal);
            return has is not null && fields.All(field =>
                has[field.Name].ToHashSet() is var values
                && (values.SetEquals([field.Value]) || values.SetEquals(field.Value.Split(','))));
        }
        catch (HttpRequestException fault) when (fault.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private static async Task<bool> PutAsync(
        this AriClient client, string kind, string id, (string Name, string Value)[] fields,
        CancellationToken cancellation) =>
        await client.PutAsync(
            $"{Sip}/{kind}/{id}",
            new { fields = fields.Select(field => new { attribute = field.Name, value = field.Value }).ToArray() },
            cancellation) == AriOutcome.Done;

    /// <summary>An address or a network as Asterisk writes it: with its mask.</summary>
    private static string Masked(string network)
    {
        var address = IPAddress.Parse(network.Split('/')[0]);
        var mask = new byte[address.GetAddressBytes().Length];
        var bits = network.Split('/') is [_, var length] ? int.Parse(length, CultureInfo.InvariantCulture) : 128;
        for (var bit = 0; bit < Math.Min(bits, mask.Length * 8); bit++)
        {
            mask[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        return $"{address}/{new IPAddress(mask)}";
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
