namespace CallCenter.Telephony.Recordings;

/// <summary>The two files of a recording: named by our own id only, never by what a caller sends.</summary>
public sealed class RecordingFiles(string directory, Guid recordingId)
{
    /// <summary>What the caller said (received by the switch).</summary>
    public string CallerName => $"{recordingId:N}-r.wav";

    /// <summary>What the caller heard (transmitted by the switch): the agent.</summary>
    public string AgentName => $"{recordingId:N}-t.wav";

    public string CallerPath => Path.Combine(directory, CallerName);

    public string AgentPath => Path.Combine(directory, AgentName);

    /// <summary>Where both become one before it goes to the store.</summary>
    public string MergedPath => Path.Combine(directory, $"{recordingId:N}-m.wav");

    public bool AnyExists => File.Exists(CallerPath) || File.Exists(AgentPath);

    public void Delete()
    {
        File.Delete(CallerPath);
        File.Delete(AgentPath);
    }

    /// <summary>The recording that a file belongs to; null when it is none of ours.</summary>
    public static Guid? RecordingOf(string path)
    {
        var name = Path.GetFileName(path.AsSpan());
        return name.Length == 38
            && (name.EndsWith("-r.wav") || name.EndsWith("-t.wav") || name.EndsWith("-m.wav"))
            && Guid.TryParseExact(name[..32], "N", out var id)
                ? id
                : null;
    }
}
