using System.Net;

namespace CallCenter.Local.Phones;

/// <summary>What a test phone is: its account, its address, and the switch it talks to.</summary>
public sealed record PhoneSettings
{
    /// <summary>The switch. Loopback only: a test phone never calls the world.</summary>
    public required IPEndPoint Switch { get; init; }

    /// <summary>User part of the phone's own address.</summary>
    public required string User { get; init; }

    /// <summary>Name the switch knows the account by, when it is not <see cref="User"/>.</summary>
    public string? AccountName { get; init; }

    /// <summary>Password of the account; absent when the switch knows the phone by its address.</summary>
    public string? Password { get; init; }

    /// <summary>Address of the phone, of 127.0.0.0/8; a switch may tell callers from agents by it.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port for signalling; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Codecs in order of preference: 0 is PCMU, 8 is PCMA.</summary>
    public IReadOnlyList<int> Codecs { get; init; } = [0, 8];

    /// <summary>Calls at a time; one more hears busy.</summary>
    public int MaximumCalls { get; init; } = 1_000;

    /// <summary>
    /// Answers a call that rings when the switch says <c>Event: talk</c>; desk phones have a setting for it.
    /// </summary>
    public bool AnswersWhenAsked { get; init; } = true;

    /// <summary>One of so many packets of audio is left out, as a bad line would; 0 leaves out none.</summary>
    public int LosesOneOf { get; init; }

    /// <summary>Clock of timers and time stamps.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
