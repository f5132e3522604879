using System.Net;
using System.Text.Json;
using CallCenter.Local.Centres;
using CallCenter.Local.Phones;

namespace CallCenter.Local.Calls;

/// <summary>
/// An agent at work for one call: the phone registered, the status available. Afterwards the status is what it was,
/// and the phone is put away.
/// </summary>
public sealed class AgentShift : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly DemoAgent _agent;
    private readonly ServiceClient _client;
    private string? _statusBefore;

    private AgentShift(DemoAgent agent, ServiceClient client, TestPhone phone)
    {
        _agent = agent;
        _client = client;
        Phone = phone;
    }

    public TestPhone Phone { get; }

    public Guid AgentId => _agent.Id;

    /// <summary>Makes the phone's account anew, registers with it and sets the agent available.</summary>
    public static async Task<AgentShift> StartAsync(
        CallSite site, DemoAgent agent, TimeSpan within, CancellationToken cancellation)
    {
        var client = site.ClientOf(agent);
        var account = await AccountAsync(client, agent, within, cancellation);
        var phone = TestPhone.Start(new PhoneSettings
        {
            Switch = IPEndPoint.Parse(account.GetProperty("registrar").GetString()!),
            User = account.GetProperty("username").GetString()!,
            Password = account.GetProperty("password").GetString(),
        });
        var shift = new AgentShift(agent, client, phone);
        try
        {
            var registered = await phone.RegisterAsync();
            if (!registered.Succeeded)
            {
                throw new InvalidOperationException(
                    $"The phone of {agent.Name} was not registered: {registered.Status} {registered.Reason}.");
            }

            await shift.WaitUntilAsync("idle with a phone", IsIdle, within, cancellation);
            await shift.ChooseAsync("available", cancellation);
            return shift;
        }
        catch
        {
            await shift.DisposeAsync();
            throw;
        }
    }

    /// <summary>The agent says what the call was about; the next call may come.</summary>
    public async Task WrapUpAsync(Guid assignmentId, string disposition, CancellationToken cancellation) =>
        _ = await _client.PostAsync(
            "routing", $"assignments/{assignmentId}/wrap-up", new { disposition }, cancellation)
        ?? throw new InvalidOperationException($"Routing does not know the assignment {assignmentId}.");

    /// <summary>Sets the chosen status; the first one before it comes back at the end.</summary>
    public async Task ChooseAsync(string status, CancellationToken cancellation)
    {
        _statusBefore ??= (await StateAsync(cancellation)).GetProperty("status").GetString();
        await _client.PutAsync("routing", $"agents/{_agent.Id}/status", new { status }, cancellation);
    }

    /// <summary>The agent as Routing shows them.</summary>
    public async Task<JsonElement> StateAsync(CancellationToken cancellation) =>
        await _client.GetAsync("routing", $"agents/{_agent.Id}", cancellation)
        ?? throw new InvalidOperationException($"Routing does not know {_agent.Name}: run `up` again.");

    /// <summary>Waits until Routing shows the agent as wanted.</summary>
    public async Task WaitUntilAsync(
        string what, Func<JsonElement, bool> isSo, TimeSpan within, CancellationToken cancellation)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var state = await StateAsync(cancellation); !isSo(state); state = await StateAsync(cancellation))
        {
            if (TimeProvider.System.GetElapsedTime(began) > within)
            {
                throw new TimeoutException($"{_agent.Name} is not {what} after {within.TotalSeconds:0} s: {state}");
            }

            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }
    }

    /// <summary>Telephony hears of a new agent a moment after Routing, so an unknown one is asked for again.</summary>
    private static async Task<JsonElement> AccountAsync(
        ServiceClient client, DemoAgent agent, TimeSpan within, CancellationToken cancellation)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < within)
        {
            var path = $"agents/{agent.Id}/phone";
            if (await client.PostAsync("telephony", path, body: null, cancellation) is { } account)
            {
                return account;
            }

            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }

        throw new TimeoutException($"Telephony has not heard of {agent.Name} after {within.TotalSeconds:0} s.");
    }

    public static bool IsIdle(JsonElement agent) =>
        agent.GetProperty("activity").GetString() == "idle" && agent.GetProperty("phoneOnline").GetBoolean();

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_statusBefore is { } before)
            {
                await _client.PutAsync(
                    "routing", $"agents/{_agent.Id}/status", new { status = before }, CancellationToken.None);
            }
        }
        finally
        {
            await Phone.DisposeAsync();
            _client.Dispose();
        }
    }
}
