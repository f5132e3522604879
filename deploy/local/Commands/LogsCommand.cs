using System.CommandLine;
using CallCenter.Local.Installations;

namespace CallCenter.Local.Commands;

/// <summary><c>logs</c>: what the servers and services wrote.</summary>
internal static class LogsCommand
{
    private const int Tail = 100;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private static readonly Argument<string?> Name = new("name")
    {
        Description = "One of them, such as telephony or asterisk; all when absent.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Follow = new("--follow", "-f") { Description = "Go on until Ctrl-C." };

    public static Command Create()
    {
        var command = new Command("logs", "Shows the end of the logs.") { Name, Follow };
        command.SetAction((parsed, cancellation) => Terminal.RunAsync(
            () => RunAsync(parsed.GetValue(Name), parsed.GetValue(Follow), cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(string? name, bool follow, CancellationToken cancellation)
    {
        var home = Home.Find();
        var logs = Find(home, name);
        if (logs.Count == 0)
        {
            Terminal.Fail(
                name is null
                    ? "There are no logs yet."
                    : $"There is no log '{name}'; there are: {string.Join(", ", Names(home))}.");
            return Terminal.Failed;
        }

        var read = new Dictionary<string, long>();
        foreach (var log in logs)
        {
            read[log] = new FileInfo(log).Length;
            await PrintAsync(log, File.ReadLines(log).TakeLast(Tail), single: logs.Count == 1);
        }

        while (follow && !cancellation.IsCancellationRequested)
        {
            await Task.WhenAny(Task.Delay(Look, TimeProvider.System, cancellation));
            foreach (var log in logs.Where(File.Exists))
            {
                read[log] = await PrintNewAsync(log, read[log], single: logs.Count == 1);
            }
        }

        return 0;
    }

    private static List<string> Find(Home home, string? name) =>
        !Directory.Exists(home.Logs) ? []
        : name is null ? [.. Names(home).Select(home.LogOf)]
        : Names(home).Contains(name) ? [home.LogOf(name)]
        : [];

    private static List<string> Names(Home home) => !Directory.Exists(home.Logs) ? [] :
    [
        .. Directory.EnumerateFiles(home.Logs, "*.log").Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => !name.EndsWith(".previous", StringComparison.Ordinal)).Order(),
    ];

    private static async Task<long> PrintNewAsync(string log, long from, bool single)
    {
        await using var stream = new FileStream(
            log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.Length <= from)
        {
            // Shorter than before: a new run began the file anew.
            return stream.Length;
        }

        stream.Seek(from, SeekOrigin.Begin);
        using var reader = new StreamReader(stream);
        var text = await reader.ReadToEndAsync();
        await PrintAsync(log, text.TrimEnd('\n').Split('\n'), single);
        return stream.Position;
    }

    private static async Task PrintAsync(string log, IEnumerable<string> lines, bool single)
    {
        var prefix = single ? "" : $"{Path.GetFileNameWithoutExtension(log)} | ";
        foreach (var line in lines)
        {
            await Console.Out.WriteLineAsync($"{prefix}{line}");
        }
    }
}
