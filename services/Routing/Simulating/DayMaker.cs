using CallCenter.Routing.Agents;
using CallCenter.Routing.Queues;

namespace CallCenter.Routing.Simulating;

/// <summary>Makes the day that a file describes; chance comes from its seed alone.</summary>
public static partial class DayMaker
{
    private const int Hours = 24;
    private const int MinutesOfIdle = 60;

    /// <param name="file">The day.</param>
    /// <param name="policy">Instead of that of the queues' plans.</param>
    /// <param name="care">Whether hard calls are spread; as the plans say when absent.</param>
    public static SimulatedDay Make(DayFile file, string? policy, bool? care = null)
    {
        var queues = file.Queues.Select((queue, i) => new Queue
        {
            QueueId = QueueId(i),
            Name = queue.Name,
            Skills = [.. queue.Skills],
            Open = true,
            RingMs = 20_000,
            Plan = queue.Plan with
            {
                Policy = policy ?? queue.Plan.Policy,
                Care = care switch
                {
                    true => queue.Plan.Care ?? new CareForAgents(),
                    false => null,
                    _ => queue.Plan.Care,
                },
            },
            ChangedAt = file.StartsAt,
        }).ToList();
        var agents = file.Agents.SelectMany(kind => Enumerable.Repeat(kind, kind.Count))
            .Select((kind, i) => (Kind: kind, Agent: MakeAgent(kind, i, file.StartsAt))).ToList();
        return new SimulatedDay
        {
            Queues = queues,
            Agents = [.. agents.Select(one => (one.Agent, one.Kind.Speed))],
            Shifts =
            [
                .. agents.SelectMany(one => one.Kind.Statuses.Select(change => (
                    file.StartsAt.AddMilliseconds(change.AtMs), one.Agent.AgentId, change.Status))),
                .. agents.Where(one => one.Kind.FromHour > 0).Select(one => (
                    file.StartsAt.AddHours(one.Kind.FromHour), one.Agent.AgentId, AgentStatuses.Available)),
                .. agents.Where(one => one.Kind.ToHour < Hours).Select(one => (
                    file.StartsAt.AddHours(one.Kind.ToHour), one.Agent.AgentId, AgentStatuses.Offline)),
            ],
            Calls = MakeCalls(file),
            AnswerTime = TimeSpan.FromMilliseconds(file.AnswerMs),
            CountFrom = file.StartsAt,
            Estimates = true,
        };
    }

    private static List<SimulatedCall> MakeCalls(DayFile file)
    {
        var names = file.Queues.Select((queue, i) => (queue.Name, Id: QueueId(i)))
            .ToDictionary(pair => pair.Name, pair => pair.Id);
        var random = new Random(file.Seed);
        var calls = file.Arrivals.SelectMany(kind => OfKind(kind, names[kind.Queue], file.StartsAt, random))
            .Concat(file.Calls.GroupBy(call => call.Queue, StringComparer.Ordinal)
                .SelectMany(ofQueue => AsTheyWere([.. ofQueue], names[ofQueue.Key], file.StartsAt, random)));
        return [.. calls.OrderBy(call => call.ArrivesAt).Select((call, i) => call with { CallId = Id(2, i) })];
    }

    /// <summary>Poisson arrivals with the rate of each hour.</summary>
    private static IEnumerable<SimulatedCall> OfKind(
        DayArrivals kind, Guid queueId, DateTimeOffset startsAt, Random random)
    {
        var weights = kind.Hours.Count == 0 ? Enumerable.Repeat(1.0, Hours).ToArray() : [.. kind.Hours];
        for (var hour = 0; hour < Hours; hour++)
        {
            var perHour = kind.Calls * weights[hour] / weights.Sum();
            for (var at = Exponential(1, random); perHour > 0 && at < perHour; at += Exponential(1, random))
            {
                yield return new SimulatedCall
                {
                    CallId = default,
                    QueueId = queueId,
                    ArrivesAt = startsAt.AddHours(hour + (at / perHour)),
                    Talk = TimeSpan.FromMilliseconds(Talk(kind, random)),
                    Patience = kind.PatienceMs == 0
                        ? null
                        : TimeSpan.FromMilliseconds(Exponential(kind.PatienceMs, random)),
                    WrapUp = TimeSpan.FromMilliseconds(kind.WrapUpMs),
                    Skills = kind.Skills,
                    Priority = kind.Priority,
                    Language = kind.Language,
                    CustomerClass = kind.CustomerClass,

                    // No chance is drawn where no call is hard: the other days stay as they are.
                    Hard = kind.HardShare > 0 && random.NextDouble() < kind.HardShare,
                };
            }
        }
    }

    private static double Talk(DayArrivals kind, Random random)
    {
        if (kind.TalkSpread == 0)
        {
            return Exponential(kind.TalkMs, random);
        }

        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var middle = Math.Log(kind.TalkMs) - (kind.TalkSpread * kind.TalkSpread / 2);
        return Math.Exp(middle + (kind.TalkSpread * normal));
    }

    private static double Exponential(double mean, Random random) => -mean * Math.Log(1 - random.NextDouble());

    private static Agent MakeAgent(DayAgents kind, int index, DateTimeOffset startsAt)
    {
        string[] skills = [.. kind.Skills];
        return new Agent
        {
            AgentId = Id(1, index),
            Number = $"{index}",
            Name = $"Agent {index}",
            Skills = skills,
            Levels = SkillLevels.InOrderOf(skills, kind.Levels),
            Team = kind.Team,
            Site = kind.Site,
            Languages = [.. kind.Languages],
            Status = kind.FromHour > 0 || kind.Statuses.Count > 0 ? AgentStatuses.Offline : AgentStatuses.Available,
            ReadyAt = startsAt.AddMinutes(-MinutesOfIdle).AddMilliseconds(index),
            AddedAt = startsAt.AddMinutes(-MinutesOfIdle),
            PhoneOnline = true,
            PhoneChangedAt = startsAt.AddMinutes(-MinutesOfIdle),
        };
    }

    /// <summary>The id of the queue at that place of a file: what its plans name.</summary>
    public static Guid QueueId(int index) => Id(3, index);

    private static Guid Id(int kind, int index) => new($"{kind:x8}-0000-7000-8000-{index:x12}");
}
