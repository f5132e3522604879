namespace CallCenter.Telephony.Phones;

/// <summary>Names of agents' phones in Asterisk.</summary>
public static class PhoneIds
{
    private const string Prefix = "a.";

    public static string Endpoint(Guid agentId) => Prefix + agentId.ToString("N");

    /// <summary>The agent whose phone it is; null when it is not a phone of ours.</summary>
    public static Guid? AgentOf(string endpoint) =>
        endpoint.StartsWith(Prefix, StringComparison.Ordinal)
        && Guid.TryParseExact(endpoint.AsSpan(Prefix.Length), "N", out var agentId)
            ? agentId
            : null;
}
