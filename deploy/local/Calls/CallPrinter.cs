using System.Globalization;
using System.Text.Json;

namespace CallCenter.Local.Calls;

/// <summary>Tells a person how the call went.</summary>
internal static class CallPrinter
{
    public static void Print(CallProgress progress) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{progress.Ms,9:0.0} ms  {progress.Service,-10} {progress.Name}"));

    public static void Print(CallReport report)
    {
        Console.WriteLine();
        Console.WriteLine($"Call        {report.CallId}");
        Console.WriteLine($"Trace       {report.TraceId}");
        if (report.Recording is { } recording)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Recording   {recording.Channels} channels, {recording.DurationMs} ms, "
                + $"left {recording.LeftHz:0.#} Hz, right {recording.RightHz:0.#} Hz, "
                + $"SHA-256 {recording.Sha256[..16]}…"));
        }

        Print("Evaluation", report.Evaluation);
        Print("Complaint", report.Complaint);
        Console.WriteLine();
        foreach (var check in report.Checks)
        {
            Console.WriteLine($"{(check.Holds ? "  ok    " : "  FAILED")}  {check.Name}  {check.Found}".TrimEnd());
        }
    }

    private static void Print(string title, JsonElement? document)
    {
        if (document is { } shown)
        {
            Console.WriteLine($"{title,-11} {shown}");
        }
    }
}
