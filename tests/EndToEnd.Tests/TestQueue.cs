using CallCenter.Local.Calls;
using CallCenter.Local.Centres;
using CallCenter.Local.Phones;
using Xunit;

namespace CallCenter.EndToEnd.Tests;

/// <summary>A queue with a number and agents of its own, so that tests do not take each other's agents.</summary>
internal sealed class TestQueue
{
    private readonly WholeSystem _system;

    private TestQueue(
        WholeSystem system, Guid id, string name, string number, IReadOnlyList<DemoAgent> agents)
    {
        _system = system;
        Id = id;
        Name = name;
        Number = number;
        Agents = agents;
    }

    public Guid Id { get; }

    public string Name { get; }

    /// <summary>The number that leads to the queue.</summary>
    public string Number { get; }

    public IReadOnlyList<DemoAgent> Agents { get; }

    public static async Task<TestQueue> AddAsync(
        WholeSystem system, int agents, int ringMs = 60_000, int wrapUpMs = 0)
    {
        var number = system.NextNumber();
        var skill = $"s{number[^3..]}";
        var queueId = Guid.CreateVersion7();
        var services = system.Site.Services;
        List<DemoAgent> added = [];
        for (var i = 0; i < agents; i++)
        {
            var agent = new DemoAgent(Guid.CreateVersion7(), $"{number[^3..]}{i}", $"Agent {skill}-{i}", [skill]);
            await services.PutAsync(
                "routing", $"agents/{agent.Id}", new { agent.Number, agent.Name, agent.Skills }, Token);
            added.Add(agent);
        }

        await services.PutAsync(
            "routing", $"queues/{queueId}",
            new { name = skill, skills = new[] { skill }, open = true, ringMs, wrapUpMs }, Token);
        await services.PutAsync(
            "telephony", $"numbers/{Guid.CreateVersion7()}", new { e164 = number, queueId, language = "en" }, Token);
        return new TestQueue(system, queueId, skill, number, added);
    }

    /// <summary>Sets an agent to work, whose phone does this when it is called.</summary>
    public async Task<AgentShift> StartAsync(int agent, InviteReply reply)
    {
        var shift = await AgentShift.StartAsync(_system.Site, Agents[agent], WholeSystem.Limit, Token);
        shift.Phone.OnInvite = _ => reply;
        return shift;
    }

    /// <summary>Calls the queue; the call's id is known when this returns.</summary>
    public async Task<(PhoneCall Call, Guid CallId)> CallAsync(TestPhone caller)
    {
        var from = _system.NextNumber();
        var reference = await _system.Site.ReferenceOfAsync(from, Token);
        var call = caller.Call(Number, from);
        var arrived = await _system.Listener.WaitAsync(
            "CallArrived", heard => heard.TextOf("callerRef") == reference, WholeSystem.Limit, Token);
        return (call, arrived.CallId!.Value);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
