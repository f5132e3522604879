namespace CallCenter.Telephony.Recordings;

/// <summary>What lies in the directory into which an Asterisk records.</summary>
internal static class SpoolFiles
{
    /// <summary>Files of ours that nobody has written to since.</summary>
    public static IReadOnlyList<(string Path, Guid RecordingId)> OlderThan(string directory, DateTimeOffset instant) =>
        !Directory.Exists(directory)
            ? []
            : [.. Directory.EnumerateFiles(directory)
                .Where(path => File.GetLastWriteTimeUtc(path) < instant.UtcDateTime)
                .Select(path => (path, RecordingFiles.RecordingOf(path)))
                .Where(file => file.Item2 is not null)
                .Select(file => (file.path, file.Item2!.Value))
                .Take(10_000)];
}
