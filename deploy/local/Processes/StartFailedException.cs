namespace CallCenter.Local.Processes;

/// <summary>Something of the local run did not start: what, why, and what to do next.</summary>
public sealed class StartFailedException : Exception
{
    public StartFailedException(string message)
        : base(message)
    {
    }

    /// <summary>With the last lines of the culprit's log, because that is where the reason stands.</summary>
    public StartFailedException(string message, string logFile)
        : base(string.Join(Environment.NewLine, (string[])[message, $"Log {logFile} ends:", .. LastLines(logFile)]))
    {
    }

    public StartFailedException()
    {
    }

    public StartFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What the person should do, if known.</summary>
    public string? NextStep { get; init; }

    private static IEnumerable<string> LastLines(string logFile) =>
        File.Exists(logFile) ? File.ReadLines(logFile).TakeLast(20) : [];
}
