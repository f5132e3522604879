using System.Text;
using Spectre.Console;

namespace CallCenter.Local.Commands;

/// <summary>A stream that is not a terminal has no edge: lines are not wrapped at 80 characters in a file.</summary>
internal sealed class WideOutput(TextWriter writer, bool redirected) : IAnsiConsoleOutput
{
    private const int NoEdge = 400;

    public TextWriter Writer => writer;

    public bool IsTerminal => !redirected;

    public int Width => redirected || Console.WindowWidth <= 0 ? NoEdge : Console.WindowWidth;

    public int Height => 50;

    public void SetEncoding(Encoding encoding)
    {
        // The stream keeps its own.
    }
}
