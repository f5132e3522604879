namespace CallCenter.Local.Backing;

/// <summary>Passwords of the two control interfaces.</summary>
public sealed record AsteriskSecrets(string AriPassword, string AmiPassword);
