namespace CallCenter.Telephony.Devices;

/// <summary>What an agent's browser measured before its first call.</summary>
public sealed record DeviceMeasures
{
    /// <summary>Loudest sample of the microphone, -100 to 0 dB of full scale; absent without a microphone.</summary>
    public double? MicrophoneDb { get; init; }

    /// <summary>What the browser can decode: at most 20 of at most 40 lower-case letters, digits, hyphens.</summary>
    public IReadOnlyList<string>? Codecs { get; init; }

    /// <summary>Time until a WebSocket to the switch was open, 0 to 60000; absent when it did not open.</summary>
    public int? WebSocketMs { get; init; }

    /// <summary>The browser's name for itself, at most 200 characters.</summary>
    public string? UserAgent { get; init; }
}

/// <summary>A check that was judged: the evidence stays with it.</summary>
/// <param name="CheckId">The check.</param>
/// <param name="Passed">The device may take calls.</param>
/// <param name="Faults">What is wrong, see <see cref="DeviceRules"/>.</param>
/// <param name="Measured">What was measured.</param>
/// <param name="CheckedAt">When.</param>
public sealed record DeviceCheck(
    Guid CheckId, bool Passed, IReadOnlyList<string> Faults, DeviceMeasures Measured, DateTimeOffset CheckedAt);
