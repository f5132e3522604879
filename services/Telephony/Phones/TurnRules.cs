using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CallCenter.Telephony.Phones;

/// <summary>An account of an agent's browser at the relays, for a time.</summary>
public sealed record TurnAccount
{
    /// <summary>The relays: URIs of the schemes turn and turns.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>Until when it is good, in seconds since 1970, and whose it is.</summary>
    public required string Username { get; init; }

    public required string Credential { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>
/// Makes accounts of the "REST API for access to TURN services", which relays check by the secret that they share with
/// us, without asking us: coturn's <c>use-auth-secret</c> and others.
/// </summary>
public static class TurnRules
{
    /// <summary>An account of the agent; null where there are no relays.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The scheme of the relays; a keyed hash is not broken.")]
    public static TurnAccount? Account(
        IReadOnlyList<string> servers, string secret, Guid agentId, DateTimeOffset expiresAt)
    {
        if (servers.Count == 0)
        {
            return null;
        }

        var username = string.Create(CultureInfo.InvariantCulture, $"{expiresAt.ToUnixTimeSeconds()}:{agentId}");
        var hash = HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(username));
        return new TurnAccount
        {
            Urls = servers,
            Username = username,
            Credential = Convert.ToBase64String(hash),
            ExpiresAt = expiresAt,
        };
    }
}
