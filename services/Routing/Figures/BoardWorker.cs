using CallCenter.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Routing.Figures;

/// <summary>
/// Counts today's figures while somebody watches: in every replica for its own streams, whoever has folded the events.
/// It looks every half second and counts when something was folded since, and now and then all the same.
/// </summary>
public sealed class BoardWorker(
    NpgsqlDataSource database, TimeProvider time, IOptions<RoutingOptions> options, ILogger<BoardWorker> logger)
    : BackgroundService
{
    /// <summary>With the gathering of the fold and the count itself it stays below a second.</summary>
    private static readonly TimeSpan LookTime = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan PushTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// An event of a machine whose clock is ahead belongs to the window a little later only: nothing tells when.
    /// </summary>
    private static readonly TimeSpan RecountTime = TimeSpan.FromSeconds(2);

    private static readonly IReadOnlySet<string> Moving = QueueDefinitions.All.Where(one => one.MovesWithTime)
        .Select(one => one.Id)
        .Concat(AgentDefinitions.All.Where(one => one.MovesWithTime).Select(one => one.Id))
        .ToHashSet(StringComparer.Ordinal);

    private TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Board _board = new() { Epoch = "" };
    private (long Folds, DateTimeOffset From) _counted;
    private long _countedAt;
    private int _streams;

    /// <summary>The figures as last told. Version 0 says nothing yet.</summary>
    public Board Board => Volatile.Read(ref _board);

    /// <summary>How many watch.</summary>
    public int Streams => Volatile.Read(ref _streams);

    /// <summary>Counts one more who watches until disposed; null when there are enough.</summary>
    public IDisposable? Join()
    {
        if (Interlocked.Increment(ref _streams) <= options.Value.FigureStreams)
        {
            return new Seat(this);
        }

        Interlocked.Decrement(ref _streams);
        return null;
    }

    /// <summary>Returns when the board has another version than that, or after a time.</summary>
    public async Task WaitAsync(long version, TimeSpan atMost, CancellationToken cancellation)
    {
        var told = Volatile.Read(ref _told).Task;
        if (Board.Version == version)
        {
            await Task.WhenAny(told, Task.Delay(atMost, time, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Counts, if there is anything new to count.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var folds = await FigureEventStore.FoldsAsync(connection, cancellation);
        var window = FigureWindow.Today(options.Value, time.GetUtcNow());
        if (Board.Version > 0 && _counted == (folds, window.From) && time.GetElapsedTime(_countedAt) < RecountTime)
        {
            return;
        }

        var queues = await TallyStore.QueuesAsync(connection, window, cancellation);
        var agents = await TallyStore.AgentsAsync(connection, window, agentId: null, cancellation);
        (_counted, _countedAt) = ((folds, window.From), time.GetTimestamp());
        Tell(Board.Count([.. queues.Select(Of), .. agents.Select(Of), Together(agents)], window.To));
    }

    /// <summary>
    /// How long it rests after a count that took so long. What was folded just after one had begun waits for the rest
    /// of it, for the pause and for the next: in all no longer than a second, as long as two counts fit into it. Where
    /// they do not, every second moment belongs to others.
    /// </summary>
    public static TimeSpan PauseAfter(TimeSpan count)
    {
        var left = PushTime - (2 * count);
        return left > LookTime ? LookTime : left < ShortestPause ? count : left;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var began = time.GetTimestamp();
            try
            {
                if (Streams > 0)
                {
                    await LookAsync(stoppingToken);
                }
                else if (Board.Version > 0 || Board.Epoch.Length == 0)
                {
                    // Nobody watches: what was told grows old, and who comes next is told everything.
                    Tell(new Board { Epoch = Guid.CreateVersion7(time.GetUtcNow()).ToString("N") });
                }
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                Log.BoardFailed(logger, e);
            }

            await Task.Delay(PauseAfter(time.GetElapsedTime(began)), time, stoppingToken);
        }
    }

    private void Tell(Board board)
    {
        if (ReferenceEquals(board, _board))
        {
            return;
        }

        Volatile.Write(ref _board, board);
        Interlocked.Exchange(
            ref _told, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private static SubjectCount Of(QueueTally queue) => new()
    {
        Kind = BoardKinds.Queue,
        Id = queue.QueueId,
        Figures = [.. QueueDefinitions.All.Select(one => one.Value(queue))],
        Moving = Moving,
    };

    private static SubjectCount Of(AgentTally agent) => new()
    {
        Kind = BoardKinds.Agent,
        Id = agent.AgentId,
        Team = agent.Team,
        Site = agent.Site,
        Status = agent.Status,
        Activity = agent.Activity,
        SinceAt = agent.SinceAt,
        Figures = [.. AgentDefinitions.All.Select(one => one.Value(agent))],
        Moving = Moving,
    };

    private static SubjectCount Together(IReadOnlyList<AgentTally> agents) => new()
    {
        Kind = BoardKinds.Agents,
        Id = Guid.Empty,
        Figures = [.. AgentDefinitions.All.Select(one => one.Value(AgentTally.Sum(agents)))],
        Moving = Moving,
    };

    private sealed class Seat(BoardWorker board) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref board._streams);
    }
}
