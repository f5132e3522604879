namespace CallCenter.Messaging;

/// <summary>Who speaks and hears: the service of this process and its installation.</summary>
public sealed record ServiceIdentity(string Name, string Installation);
