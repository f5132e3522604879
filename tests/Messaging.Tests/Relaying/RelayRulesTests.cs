using CallCenter.Messaging.Relaying;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CallCenter.Messaging.Tests.Relaying;

/// <summary>The relay's order against a broker that answers anything, thousands of times.</summary>
public class RelayRulesTests
{
    private static readonly Config _many = Config.QuickThrowOnFailure.WithMaxTest(2000);

    [Fact]
    public void A_wave_holds_one_event_of_each_subject_and_waves_keep_their_order() =>
        Prop.ForAll(Pending().ToArbitrary(), pending =>
        {
            var waves = RelayRules.Waves(pending);
            return waves.All(w => w.Select(e => e.Subject).Distinct().Count() == w.Count)
                && waves.SelectMany(w => w).GroupBy(e => e.Subject).All(s =>
                    s.Select(e => e.Id).SequenceEqual(s.Select(e => e.Id).Order()))
                && waves.Sum(w => w.Count) == pending.Count;
        }).Check(_many);

    [Fact]
    public void No_event_reaches_the_broker_before_its_predecessor_whatever_the_broker_answers() =>
        Prop.ForAll(Pending().ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (pending, seed) =>
        {
            var run = Simulation.Run(pending, new Random(seed));
            return run.FirstCopies.GroupBy(e => e.Subject)
                .All(s => s.Select(e => e.Id).SequenceEqual(s.Select(e => e.Id).Order()));
        }).Check(_many);

    [Fact]
    public void Every_event_is_confirmed_or_parked_once_the_broker_answers_again() =>
        Prop.ForAll(Pending().ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (pending, seed) =>
        {
            var run = Simulation.Run(pending, new Random(seed));
            return run.Left == 0
                && pending.All(e => run.Parked.Contains(e.Id) || run.FirstCopies.Contains(e))
                && run.Parked.All(id => run.Refusals.GetValueOrDefault(id) >= RelayRules.RefusalsBeforeParking);
        }).Check(_many);

    [Theory]
    [InlineData(PublishOutcome.Nacked)]
    [InlineData(PublishOutcome.Unknown)]
    public void An_outage_parks_nothing_however_long_it_lasts(PublishOutcome outcome) =>
        Assert.IsNotType<Verdict.Park>(RelayRules.Judge(outcome, attempts: 1_000_000));

    [Fact]
    public void An_event_refused_for_its_own_sake_is_parked_at_the_third_attempt()
    {
        Assert.Equal(new Verdict.Retry(1, TimeSpan.FromMilliseconds(200)), RelayRules.Judge(PublishOutcome.Refused, 0));
        Assert.Equal(new Verdict.Retry(2, TimeSpan.FromMilliseconds(400)), RelayRules.Judge(PublishOutcome.Refused, 1));
        Assert.Equal(new Verdict.Park(3), RelayRules.Judge(PublishOutcome.Refused, 2));
    }

    [Fact]
    public void The_pause_doubles_up_to_half_a_minute() =>
        Assert.All(Enumerable.Range(0, 200), attempts => Assert.InRange(
            RelayRules.Delay(attempts), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30)));

    private static Gen<List<PendingEvent>> Pending() =>
        Gen.Choose(0, 4).ListOf().Select(subjects => subjects.Select((subject, i) => Event(i + 1, subject)).ToList());

    private static PendingEvent Event(int id, int subject) => new()
    {
        Id = id,
        Day = default,
        Part = 0,
        Attempts = 0,
        EventId = default,
        Subject = $"call/{subject}",
        SubjectSeq = id,
        Type = "",
        RoutingKey = "",
        MessageType = "",
        Source = "",
        TraceParent = null,
        SaidAt = default,
        Body = [],
    };

    /// <summary>
    /// An outbox, two relays that take turns and a broker that loses answers, refuses, closes and forgets.
    /// </summary>
    private sealed class Simulation
    {
        private readonly Dictionary<long, (PendingEvent Event, int Attempts, int HeldUntil)> _outbox = [];
        private readonly Random _random;
        private readonly HashSet<long> _poison = [];
        private int _turn;
        private bool _oneByOne;

        private Simulation(List<PendingEvent> pending, Random random)
        {
            _random = random;
            foreach (var e in pending)
            {
                _outbox.Add(e.Id, (e, 0, 0));
                if (random.Next(10) == 0)
                {
                    _poison.Add(e.Id);
                }
            }
        }

        public List<PendingEvent> FirstCopies { get; } = [];

        public HashSet<long> Parked { get; } = [];

        public Dictionary<long, int> Refusals { get; } = [];

        public int Left => _outbox.Count;

        public static Simulation Run(List<PendingEvent> pending, Random random)
        {
            var run = new Simulation(pending, random);
            while (run._outbox.Count > 0 && run._turn < 10_000)
            {
                run.TakeTurn(calm: run._turn > 50);
            }

            return run;
        }

        private void TakeTurn(bool calm)
        {
            _turn++;
            var held = _outbox.Values.Where(o => o.HeldUntil > _turn).GroupBy(o => o.Event.Subject)
                .ToDictionary(g => g.Key, g => g.Min(o => o.Event.Id));
            var due = _outbox.Values.Where(o =>
                o.HeldUntil <= _turn && (!held.TryGetValue(o.Event.Subject, out var id) || o.Event.Id < id))
                .Select(o => o.Event).OrderBy(e => e.Id).Take(1 + _random.Next(6)).ToList();
            var answers = WaveSender.SendAsync(due, _oneByOne, wave => Task.FromResult(Broker(wave, calm))).Result;
            _oneByOne = answers.Any(a => a.Outcome == PublishOutcome.Refused) || _oneByOne && !calm
                && _random.Next(2) == 0;
            if (answers.Any(a => a.Outcome == PublishOutcome.Unknown && _poison.Contains(a.Event.Id)))
            {
                _oneByOne = true;
            }

            // The relay may die before it has recorded anything.
            if (!calm && _random.Next(6) == 0)
            {
                return;
            }

            foreach (var (e, outcome) in answers)
            {
                Record(e, RelayRules.Judge(outcome, _outbox[e.Id].Attempts));
            }
        }

        private void Record(PendingEvent e, Verdict verdict)
        {
            switch (verdict)
            {
                case Verdict.Delete:
                    _outbox.Remove(e.Id);
                    break;
                case Verdict.Park:
                    _outbox.Remove(e.Id);
                    Parked.Add(e.Id);
                    break;
                case Verdict.Retry retry:
                    _outbox[e.Id] = (e, retry.Attempts, _turn + 1 + _random.Next(4));
                    break;
                default:
                    break;
            }
        }

        private IReadOnlyList<PublishOutcome>? Broker(IReadOnlyList<PendingEvent> wave, bool calm)
        {
            if (!calm && _random.Next(15) == 0)
            {
                return null;
            }

            var closed = wave.Any(e => _poison.Contains(e.Id));
            return [.. wave.Select(e => One(e, calm, closed))];
        }

        private PublishOutcome One(PendingEvent e, bool calm, bool closed)
        {
            if (_poison.Contains(e.Id))
            {
                Refusals[e.Id] = Refusals.GetValueOrDefault(e.Id) + 1;
                return _oneByOne ? PublishOutcome.Refused : PublishOutcome.Unknown;
            }

            var fate = calm ? 0 : _random.Next(8);
            if (fate == 7)
            {
                return PublishOutcome.Nacked;
            }

            // Without an answer the broker may have it, or not.
            var arrives = !(closed || fate == 6) || _random.Next(2) == 0;
            if (arrives && !FirstCopies.Contains(e))
            {
                FirstCopies.Add(e);
            }

            return closed || fate is 5 or 6 ? PublishOutcome.Unknown : PublishOutcome.Confirmed;
        }
    }
}
