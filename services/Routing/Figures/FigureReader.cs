using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CallCenter.Routing.Figures;

/// <summary>How long a stream is silent, and how long a reader may take.</summary>
public sealed record FigureStreamTimes
{
    /// <summary>A comment shows after so long that the stream lives.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A reader who takes longer over one piece is dropped.</summary>
    public TimeSpan SlowReader { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>One reader of the board and the connection to them.</summary>
public sealed class FigureReader(
    Stream body, Func<BoardChange, bool> isFor, FigureStreamTimes times, TimeProvider time)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>
    /// Writes until the reader goes or <paramref name="stop"/> is cancelled. False when they were too slow: half of a
    /// piece may have been written, so the connection is of no use any more.
    /// </summary>
    public async Task<bool> RunAsync(BoardWorker board, string? lastEventId, CancellationToken stop)
    {
        try
        {
            if (!await WriteAsync(": figures\n\n", stop))
            {
                return false;
            }

            await board.WaitAsync(version: 0, times.Heartbeat, stop);
            var (epoch, seen) = (board.Board.Epoch, board.Board.VersionOf(lastEventId));
            while (true)
            {
                var now = board.Board;
                seen = now.Epoch == epoch ? seen : 0;
                var text = Text(now, seen);
                (epoch, seen) = (now.Epoch, now.Version);
                if (text.Length > 0 && !await WriteAsync(text, stop))
                {
                    return false;
                }

                await board.WaitAsync(seen, times.Heartbeat, stop);
                if (board.Board.Version == seen && !await WriteAsync(": heartbeat\n\n", stop))
                {
                    return false;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The reader is gone, or the service stops.
            return true;
        }
    }

    private string Text(Board board, long seen)
    {
        var changes = board.ChangesSince(seen).Where(isFor).ToList();
        var text = new StringBuilder();
        foreach (var change in changes)
        {
            // The id stands with the last of them: who is cut off between two is told all of them again.
            text.Append(ReferenceEquals(change, changes[^1]) ? $"id: {board.EventId}\n" : "")
                .Append("event: ").Append(change.Kind)
                .Append("\ndata: ").Append(JsonSerializer.Serialize(change, _json)).Append("\n\n");
        }

        return text.ToString();
    }

    private async Task<bool> WriteAsync(string text, CancellationToken stop)
    {
        using var slow = new CancellationTokenSource(times.SlowReader, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, slow.Token);
        try
        {
            await body.WriteAsync(Encoding.UTF8.GetBytes(text), either.Token);
            await body.FlushAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (slow.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return false;
        }
    }
}
