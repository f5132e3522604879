using System.Diagnostics;
using Spectre.Console;

namespace CallCenter.Local.Supervising;

/// <summary>Tells a person what happens: one line a step, with the time it took.</summary>
public sealed class Steps(IAnsiConsole console)
{
    public void Say(string line) => console.MarkupLineInterpolated($"  [grey]{line}[/]");

    public async Task<T> RunAsync<T>(string name, Func<Task<T>> step)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var result = await step();
            console.MarkupLineInterpolated(
                $"[green]ok[/]   {name} [grey]{Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s[/]");
            return result;
        }
        catch
        {
            console.MarkupLineInterpolated($"[red]fail[/] {name}");
            throw;
        }
    }

    public Task RunAsync(string name, Func<Task> step) => RunAsync(name, async () =>
    {
        await step();
        return true;
    });
}
