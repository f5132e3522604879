using System.Text.Json;
using CallCenter.Local.Processes;
using Spectre.Console;

namespace CallCenter.Local.Commands;

/// <summary>How every command talks: results to standard output, progress and errors to standard error.</summary>
internal static class Terminal
{
    /// <summary>Exit code of a command that could not do its work.</summary>
    public const int Failed = 1;

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>For progress; NO_COLOR and a redirected stream make it plain.</summary>
    public static IAnsiConsole Progress { get; } = Open(Console.Error, Console.IsErrorRedirected);

    /// <summary>For results.</summary>
    public static IAnsiConsole Result { get; } = Open(Console.Out, Console.IsOutputRedirected);

    /// <summary>
    /// Runs a command; a failure that has a sentence is shown as that sentence, without a stack trace.
    /// </summary>
    public static async Task<int> RunAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (StartFailedException failure)
        {
            Fail(failure.Message, failure.NextStep);
            return Failed;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            Fail(failure.Message, "deploy/local -- doctor");
            return Failed;
        }
    }

    public static void Fail(string message, string? nextStep = null)
    {
        Progress.MarkupLineInterpolated($"[red]{message}[/]");
        if (nextStep is not null)
        {
            Progress.MarkupLineInterpolated($"Next: {nextStep}");
        }
    }

    public static void WriteJson(object value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Json));

    private static IAnsiConsole Open(TextWriter writer, bool redirected)
    {
        var plain = redirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Out = new WideOutput(writer, redirected),
        });
    }
}
