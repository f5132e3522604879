namespace CallCenter.Local.Installations;

/// <summary>
/// The one folder that a local run writes to: <c>.run</c> beside the solution, or <c>CALLCENTER_HOME</c>.
/// </summary>
public sealed record Home(string Directory)
{
    public string StateFile => At("state.json");

    public string SecretsFile => At("secrets.json");

    /// <summary>Key pair that signs tokens.</summary>
    public string Keys => At("keys");

    public string Recordings => At("recordings");

    /// <summary>Finished spans of all services as JSON lines, one file per service.</summary>
    public string Spans => At("spans");

    public string Logs => At("logs");

    /// <summary>The folder that this run uses.</summary>
    public static Home Find()
    {
        if (Environment.GetEnvironmentVariable("CALLCENTER_HOME") is { Length: > 0 } home)
        {
            return new Home(Path.GetFullPath(home));
        }

        return new Home(Path.Combine(Repository ?? Environment.CurrentDirectory, ".run"));
    }

    /// <summary>The folder that holds the solution, if this program runs from it.</summary>
    public static string? Repository
    {
        get
        {
            var folder = AppContext.BaseDirectory.TrimEnd('/');
            while (folder is not null && !File.Exists(Path.Combine(folder, "CallCenter.sln")))
            {
                folder = Path.GetDirectoryName(folder);
            }

            return folder;
        }
    }

    public string LogOf(string name) => Path.Combine(Logs, $"{name}.log");

    public string SpansOf(string service) => Path.Combine(Spans, $"{service}.jsonl");

    /// <summary>State of a backing server: postgresql, rabbitmq or asterisk.</summary>
    public string StateOf(string server) => At(server);

    /// <summary>Makes the folder, readable by its owner only: databases and keys lie in it.</summary>
    public void Create()
    {
        System.IO.Directory.CreateDirectory(
            Directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var folder in (string[])[Recordings, Spans, Logs])
        {
            System.IO.Directory.CreateDirectory(folder);
        }
    }

    /// <summary>Keeps the log of the run before as <c>name.previous.log</c>.</summary>
    public string NewLog(string name)
    {
        if (File.Exists(LogOf(name)))
        {
            File.Move(LogOf(name), Path.Combine(Logs, $"{name}.previous.log"), overwrite: true);
        }

        return LogOf(name);
    }

    private string At(string name) => Path.Combine(Directory, name);
}
