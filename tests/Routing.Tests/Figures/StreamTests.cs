using System.Net;
using System.Text.Json;
using CallCenter.Hosting;
using CallCenter.Routing.Figures;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Figures;

[Collection(OverHttp.Name)]
public sealed class StreamTests(RoutingOverHttp over)
{
    private readonly HttpClient _supervisor = over.Service.ClientOf(Roles.Supervisor);

    [Fact]
    public async Task A_call_that_is_heard_of_shows_in_the_stream_of_its_queue()
    {
        var queue = await AddQueueAsync(8_300);
        await using var stream = await OpenAsync(_supervisor, queue);
        Assert.Equal(0, (await stream.NextAsync()).Value("waiting"));

        await over.Centre.HearAsync(Facts.Queued(8_310, -30, queue));
        var waiting = await stream.NextAsync();
        await over.Centre.HearAsync(Facts.Ended(8_310, -10) with { QueueId = queue });
        var left = await stream.NextAsync();

        Assert.Equal("queue", waiting.Name);
        Assert.Equal(queue, waiting.Data.GetProperty("id").GetGuid());
        Assert.Equal((1, 1), (waiting.Value("waiting"), waiting.Value("queued")));
        Assert.Null(waiting.Value("answered")); // It has not changed.
        Assert.Equal((0, 1, 1), (left.Value("waiting"), left.Value("abandoned"), left.Value("abandonment-rate")));
    }

    [Fact]
    public async Task Who_comes_back_with_the_last_id_is_told_what_changed_meanwhile_and_others_everything()
    {
        var queue = await AddQueueAsync(8_301);
        // Somebody watches all the time, so that this replica remembers.
        await using var other = await OpenAsync(_supervisor, queue);
        await using var stream = await OpenAsync(_supervisor, queue);
        var all = (await stream.NextAsync()).Figures;
        await over.Centre.HearAsync(Facts.Queued(8_311, -30, queue));
        var seen = await stream.NextAsync();
        await over.Centre.HearAsync(Facts.Queued(8_312, -20, queue));
        await stream.NextAsync();

        await using var again = await OpenAsync(_supervisor, queue, seen.Id);
        await using var stranger = await OpenAsync(_supervisor, queue, "somewhere-else.7");

        var changed = await again.NextAsync();
        Assert.Equal((2, 2), (changed.Value("waiting"), changed.Value("queued")));
        Assert.True(changed.Figures < all);
        Assert.Equal(all, (await stranger.NextAsync()).Figures);
    }

    [Fact]
    public async Task An_agent_sees_in_the_stream_of_the_agents_only_themselves()
    {
        await over.Centre.SaveAsync(Agent(8_320), Agent(8_321));
        using var agent = over.Service.ClientOfAgent(Id(8_320));

        var told = await WatchAsync(agent, "", Id(8_321), Id(8_320));

        Assert.Equal("break", told.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_supervisor_may_watch_the_agents_of_one_team()
    {
        await over.Centre.SaveAsync(
            Agent(8_330) with { Team = "blue-8330" }, Agent(8_331) with { Team = "gold-8330", Site = "york" });

        var told = await WatchAsync(_supervisor, "?team=gold-8330&site=york", Id(8_330), Id(8_331));

        Assert.Equal("gold-8330", told.GetProperty("team").GetString());
    }

    /// <summary>Two agents take a break: only of the second is anything told, and nothing of all together.</summary>
    private async Task<JsonElement> WatchAsync(HttpClient client, string query, Guid other, Guid watched)
    {
        await using var stream = await OpenAsync(client, query);
        await _supervisor.PutAsync($"/agents/{other}/status", new { status = "break" }).BodyAsync();
        await _supervisor.PutAsync($"/agents/{watched}/status", new { status = "break" }).BodyAsync();
        over.Centre.Clock.Move(1);
        var told = new List<StreamEvent>();
        do
        {
            told.Add(await stream.NextAsync());
        }
        while (told[^1] is not { Name: "agent" });

        Assert.Equal(watched, told[^1].Data.GetProperty("id").GetGuid());
        Assert.DoesNotContain(told, one => one.Name == "agents");
        return told[^1].Data;
    }

    [Fact]
    public async Task Only_so_many_streams_are_served_and_one_that_is_closed_makes_place()
    {
        using var board = NewBoard(new RoutingOptions { FigureStreams = 1 });

        var first = board.Join();
        Assert.NotNull(first);
        Assert.Null(board.Join());
        first.Dispose();
        using var second = board.Join();

        Assert.NotNull(second);
        using var nobody = over.Service.Client(token: null);
        using var refused = await nobody.AskAsync("/figures/stream");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task A_reader_who_takes_nothing_is_dropped()
    {
        using var board = NewBoard(new RoutingOptions());
        var reader = new FigureReader(
            new StuckStream(), _ => true, new FigureStreamTimes { SlowReader = TimeSpan.FromMilliseconds(50) },
            TimeProvider.System);

        Assert.False(await reader.RunAsync(board, lastEventId: null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_silent_stream_shows_that_it_lives()
    {
        using var board = NewBoard(new RoutingOptions());
        using var stop = new CancellationTokenSource();
        using var written = new MemoryStream();
        var reader = new FigureReader(
            written, _ => true, new FigureStreamTimes { Heartbeat = TimeSpan.FromMilliseconds(20) },
            TimeProvider.System);
        var running = reader.RunAsync(board, lastEventId: null, stop.Token);

        await Wait.UntilAsync(() => Task.FromResult(written.Length > 40));
        await stop.CancelAsync();

        Assert.True(await running);
        Assert.StartsWith(": figures\n\n: heartbeat\n\n", System.Text.Encoding.UTF8.GetString(written.ToArray()),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_changes_with_time_alone_is_told_with_the_next_change_only()
    {
        SubjectCount Count(double waiting, double oldest) => new()
        {
            Kind = BoardKinds.Queue, Id = Id(1), Moving = new HashSet<string> { "oldest-wait" },
            Figures =
            [
                new Figure { Id = "waiting", Version = 1, Unit = "count", Value = waiting },
                new Figure { Id = "oldest-wait", Version = 1, Unit = "ms", Value = oldest },
            ],
        };
        var board = new Board { Epoch = "e" }.Count([Count(1, 1_000)], At(1));

        Assert.Same(board, board.Count([Count(1, 2_000)], At(2)));
        var next = board.Count([Count(2, 3_000)], At(3));

        Assert.Equal(["waiting", "oldest-wait"], next.ChangesSince(1).Single().Figures.Select(one => one.Id));
        Assert.Empty(next.ChangesSince(2));
        Assert.Equal((2, 1, 0, 0), (
            next.VersionOf("e.2"), next.VersionOf("e.1"), next.VersionOf("e.3"), next.VersionOf("other.1")));
    }

    private BoardWorker NewBoard(RoutingOptions settings) => new(
        over.Centre.Database, TimeProvider.System, Options.Create(settings), NullLogger<BoardWorker>.Instance);

    private async Task<Guid> AddQueueAsync(int number)
    {
        var (name, skills) = ($"Watched {number}", new[] { $"watched-{number}" });
        var agent = 20_000 + number;
        await _supervisor.PutAsync($"/agents/{Id(agent)}", new { number = $"{agent}", name, skills }).BodyAsync();
        await _supervisor.PutAsync($"/queues/{Id(number)}", new { name, skills }).BodyAsync();
        return Id(number);
    }

    private static Task<OpenStream> OpenAsync(HttpClient client, Guid? queue, string? lastEventId = null) =>
        OpenAsync(client, queue is null ? "" : $"?queue={queue}", lastEventId);

    private static async Task<OpenStream> OpenAsync(HttpClient client, string query, string? lastEventId = null)
    {
        var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri($"/figures/stream{query}", UriKind.Relative));
        request.Headers.Add("Last-Event-ID", lastEventId ?? "");
        var response = await client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new OpenStream(
            response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    private sealed record StreamEvent(string Name, string? Id, JsonElement Data)
    {
        public int Figures => Data.GetProperty("figures").GetArrayLength();

        /// <summary>Null when the event does not tell that figure.</summary>
        public double? Value(string figure) => Data.GetProperty("figures").EnumerateArray()
            .Where(one => one.GetProperty("id").GetString() == figure)
            .Select(one => (double?)one.GetProperty("value").GetDouble()).FirstOrDefault();
    }

    private sealed class OpenStream(HttpResponseMessage response, Stream body) : IAsyncDisposable
    {
        private readonly StreamReader _reader = new(body);

        /// <summary>The next event; comments are passed over. Waits as long as the test may take.</summary>
        public async Task<StreamEvent> NextAsync()
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(
                TestContext.Current.CancellationToken);
            deadline.CancelAfter(TimeSpan.FromSeconds(20));
            var fields = new Dictionary<string, string>();
            while (await _reader.ReadLineAsync(deadline.Token) is { } line)
            {
                if (line.Length == 0 && fields.TryGetValue("data", out var data))
                {
                    return new StreamEvent(
                        fields["event"], fields.GetValueOrDefault("id"), JsonElement.Parse(data));
                }

                var (name, value) = (line.Split(": ")[0], line[(line.IndexOf(':') + 1)..].TrimStart());
                if (name.Length > 0)
                {
                    fields[name] = value;
                }
            }

            throw new EndOfStreamException("The stream has ended.");
        }

        public async ValueTask DisposeAsync()
        {
            response.Dispose();
            _reader.Dispose();
            await body.DisposeAsync();
        }
    }

    /// <summary>A connection whose other side reads nothing.</summary>
    private sealed class StuckStream : MemoryStream
    {
        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }
}
