namespace CallCenter.Telephony.Calls;

/// <summary>The sentence that tells a caller who serves them, until it has been heard.</summary>
/// <param name="Sound">Its name; null while it is being made.</param>
public sealed record Introduction(string? Sound = null);
