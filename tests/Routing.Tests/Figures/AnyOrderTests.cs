using CallCenter.Messaging;
using CallCenter.Routing.Figures;
using Dapper;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Figures;

/// <summary>The same events give the same figures: in every order of arrival, with copies, and folded again.</summary>
public sealed class AnyOrderTests(Servers servers)
{
    private static readonly RoutingOptions Settings = new();

    private static readonly FigureWindow[] Windows =
    [
        FigureWindow.Today(Settings, At(5_000)),
        FigureWindow.Of(new FigureQuery { From = At(600), To = At(2_400) }, Settings, At(5_000)),
        FigureWindow.Of(new FigureQuery { To = At(1_800), LastMs = 60_000, WithinMs = 10_000 }, Settings, At(5_000)),
    ];

    [Fact]
    public void Every_interleaving_of_what_the_services_say_with_copies_gives_the_same() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, 1_000_000)), seed =>
        {
            var random = new Random(seed);
            var day = RandomDay.Of(random, calls: 30, agents: 4);
            var inOrder = Fold([.. day.Streams.SelectMany(stream => stream)]);
            for (var i = 0; i < 3; i++)
            {
                Same(inOrder, Fold(day.Interleave(random, copies: i > 0)));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Fact]
    public async Task What_is_folded_piece_by_piece_counted_by_statements_and_rebuilt_is_the_same_as_in_memory()
    {
        await using var centre = await Centre.OpenAsync(servers);
        var random = new Random(4_711);
        var day = RandomDay.Of(random, calls: 300, agents: 4);
        var expected = Fold([.. day.Streams.SelectMany(stream => stream)]);
        foreach (var queue in RandomDay.Queues)
        {
            await centre.SaveAsync(Queue() with { QueueId = queue, Name = $"{queue}" });
        }

        for (var i = 1; i <= 4; i++)
        {
            await centre.SaveAsync(Agent(i));
        }

        foreach (var piece in day.Interleave(random, copies: false).Chunk(97))
        {
            await KeepAsync(centre, piece.Select(one => one.Event));
            await centre.FoldAsync();
        }

        await AgreesAsync(centre, expected);

        // Rows that are wrong and rows that are missing: the events alone make them right again.
        await using (var connection = await centre.Database.OpenConnectionAsync(Token))
        {
            await connection.ExecuteAsync("update figure_visit set wait_ms = 0, answered_at = null");
            await connection.ExecuteAsync(
                "delete from figure_offer; delete from figure_activity where id % 2 = 0; delete from figure_handover");
        }

        var events = day.Streams.Sum(stream => stream.Count);
        Assert.Equal(events, await FiguresCommand.RebuildAsync(centre.Database, from: null, Token));
        await AgreesAsync(centre, expected);

        // From the middle of what was kept: the calls and spans before stay as they are.
        var middle = await centre.OneAsync<DateTime>(
            "select recorded_at from figure_event order by id offset 700 limit 1");
        Assert.InRange(
            await FiguresCommand.RebuildAsync(centre.Database, new DateTimeOffset(middle), Token), 1, events - 1);
        await AgreesAsync(centre, expected);
    }

    private static async Task KeepAsync(Centre centre, IEnumerable<object> events)
    {
        await using var work = await centre.Transactions.BeginAsync(Token);
        work.AtCommit(FigureRecorder.Append(
            [.. events.Select(one => new RecordedEvent { EventId = Guid.CreateVersion7(Noon), Event = one })]));
        await work.CommitAsync(Token);
    }

    private static async Task AgreesAsync(Centre centre, Projection expected)
    {
        await using var connection = await centre.Database.OpenConnectionAsync(Token);
        foreach (var window in Windows)
        {
            var queues = await TallyStore.QueuesAsync(connection, window, Token);
            Assert.Equal(RandomDay.Queues, queues.Select(one => one.QueueId));
            Assert.Equal(RandomDay.Queues.Select(queue => Recount.Queue(expected, window, queue)), queues);
            var agents = await TallyStore.AgentsAsync(connection, window, agentId: null, Token);
            Assert.NotEmpty(agents);
            Assert.Equal(agents.Select(one => Recount.Agent(expected, window, one.AgentId)), agents);
        }

        var whole = Recount.Queue(expected, Windows[0], RandomDay.Queues[0]);
        Assert.True(whole.Answered > 10 && whole.CalledBack > 2 && whole.Moved > 2, $"{whole} is too little");
        var (handling, all) = (whole.Handling, expected.Handovers.Count());
        Assert.True(
            handling is { Transferred: > 5, HandedInside: > 2, HandedOutside: > 2, GivenBack: > 1, HandedHere: > 2 }
            && handling.FirstTalksRight < handling.FirstTalks && handling.FirstTalks < handling.Finished && all > 30,
            $"{handling} is too little");
    }

    private static Projection Fold(IReadOnlyList<(long Id, object Event)> events)
    {
        var projection = new Projection();
        foreach (var (id, @event) in events)
        {
            projection.Apply(id, @event);
        }

        return projection;
    }

    private static void Same(Projection one, Projection other)
    {
        Assert.Equal(
            one.Visits.OrderBy(visit => (visit.CallId, visit.QueuedAt, visit.QueueId)),
            other.Visits.OrderBy(visit => (visit.CallId, visit.QueuedAt, visit.QueueId)));
        Assert.Equal(
            one.Offers.OrderBy(offer => offer.AssignmentId), other.Offers.OrderBy(offer => offer.AssignmentId));
        Assert.Equal(
            one.Handovers.OrderBy(handed => handed.HandedAt), other.Handovers.OrderBy(handed => handed.HandedAt));
        Assert.Equal(one.Spans.OrderBy(span => span.Id), other.Spans.OrderBy(span => span.Id));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
