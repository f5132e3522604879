namespace CallCenter.Telephony.Trunks;

/// <summary>Names of trunks in Asterisk.</summary>
public static class TrunkIds
{
    public static string Endpoint(Guid trunkId) => "t." + trunkId.ToString("N");

    /// <summary>The trunk that a name in Asterisk belongs to; null when it is not that of a trunk.</summary>
    public static Guid? TrunkOf(string? endpoint) =>
        endpoint is ['t', '.', ..] && Guid.TryParseExact(endpoint.AsSpan(2), "N", out var trunkId) ? trunkId : null;
}
