namespace CallCenter.Telephony.Trunks;

/// <summary>Names of trunks in Asterisk.</summary>
public static class TrunkIds
{
    public static string Endpoint(Guid trunkId) => "t." + trunkId.ToString("N");
}
