namespace CallCenter.Telephony;

/// <summary>Settings of the service: section <c>Telephony</c>.</summary>
public sealed class TelephonyOptions
{
}
