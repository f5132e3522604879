using System.Net;
using System.Text.Json;
using CallCenter.Hosting;
using CallCenter.Local.Calls;
using CallCenter.Local.Centres;
using CallCenter.Local.Installations;
using CallCenter.Local.Phones;
using CallCenter.Local.Ports;

namespace CallCenter.Benchmarks.Dispatching;

/// <summary>One queue with a number and enough agents, each with a registered phone.</summary>
internal sealed class BenchCentre : IAsyncDisposable
{
    public const string Number = "+441632969999";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private BenchCentre(IReadOnlyList<TestPhone> agents) => Agents = agents;

    public IReadOnlyList<TestPhone> Agents { get; }

    public static async Task<BenchCentre> CreateAsync(
        Home home, PortTable ports, int count, bool recorded, CancellationToken cancellation)
    {
        using var services = new ServiceClient(home, ports, Roles.Administrator);
        var queueId = Guid.CreateVersion7();
        var phones = new List<TestPhone>();
        for (var i = 0; i < count; i++)
        {
            var id = Guid.CreateVersion7();
            await services.PutAsync(
                "routing", $"agents/{id}",
                new { number = $"9{i:000}", name = $"Bench {i}", skills = new[] { "bench" } }, cancellation);
            phones.Add(await RegisterAsync(services, id, cancellation));
            await services.PutAsync("routing", $"agents/{id}/status", new { status = "available" }, cancellation);
        }

        await services.PutAsync(
            "routing", $"queues/{queueId}",
            new { name = "bench", skills = new[] { "bench" }, open = true, ringMs = 15_000, wrapUpMs = 0 },
            cancellation);
        await services.PutAsync(
            "telephony", $"numbers/{Guid.CreateVersion7()}",
            new { e164 = Number, queueId, language = "en", recorded }, cancellation);
        await WaitAsync(
            async () => (await services.GetAsync("routing", "agents", cancellation))!.Value.EnumerateArray()
                .Count(IsReady) == count,
            $"{count} agents are ready", cancellation);
        return new BenchCentre(phones);
    }

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(Agents.Select(agent => agent.DisposeAsync().AsTask()));

    private static bool IsReady(JsonElement agent) =>
        agent.GetProperty("status").GetString() == "available" && agent.GetProperty("phoneOnline").GetBoolean();

    private static async Task<TestPhone> RegisterAsync(
        ServiceClient services, Guid agentId, CancellationToken cancellation)
    {
        JsonElement? account = null;
        await WaitAsync(
            async () => (account = await services.PostAsync(
                "telephony", $"agents/{agentId}/phone", body: null, cancellation)) is not null,
            "Telephony has heard of the agent", cancellation);
        var phone = TestPhone.Start(new PhoneSettings
        {
            Switch = IPEndPoint.Parse(account!.Value.GetProperty("registrar").GetString()!),
            User = account.Value.GetProperty("username").GetString()!,
            Password = account.Value.GetProperty("password").GetString(),
        });
        var outcome = await phone.RegisterAsync();
        return outcome.Succeeded
            ? phone
            : throw new InvalidOperationException($"A phone was not registered: {outcome.Status} {outcome.Reason}.");
    }

    private static async Task WaitAsync(Func<Task<bool>> isSo, string what, CancellationToken cancellation)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Limit)
            {
                throw new TimeoutException($"After {Limit.TotalSeconds:0} s it is not so that {what}.");
            }

            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }
    }
}
