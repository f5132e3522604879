using System.Collections.Concurrent;
using CallCenter.Contracts.Telephony;
using CallCenter.Local.Phones;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>
/// Calls and agents in number. The test plays Routing: whoever waits and is not kept back is given to the next agent
/// who is free, again when that was declined, until the call is over.
/// </summary>
internal sealed class Rush(House house) : IAsyncDisposable
{
    private static readonly TimeSpan ShortTalk = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _over = CancellationTokenSource.CreateLinkedTokenSource(
        House.Cancellation);

    private readonly TaskCompletionSource _longTalksEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<Guid> _free = new();
    private readonly ConcurrentDictionary<Guid, byte> _keptBack = [];
    private readonly ConcurrentBag<PhoneCall> _atAgents = [];
    private readonly Dictionary<Guid, (Guid AssignmentId, Guid AgentId)> _given = [];
    private readonly List<PhoneCall> _callers = [];
    private Task _routing = Task.CompletedTask;

    /// <summary>Every call placed, in its order.</summary>
    public IReadOnlyList<PhoneCall> Callers => _callers;

    /// <summary>Agents' legs that have been rung so far.</summary>
    public IReadOnlyCollection<PhoneCall> AtAgents => _atAgents;

    public void Begin() => _routing = RouteAsync(_over.Token);

    /// <summary>Agents with registered phones; they talk at length, or for a moment.</summary>
    public async Task AddAgentsAsync(int count, bool talkAtLength)
    {
        var agents = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => house.AddAgentAsync()));
        foreach (var (agentId, phone) in agents)
        {
            phone.OnInvite = call => Receive(call, talkAtLength);
            _free.Enqueue(agentId);
        }
    }

    public PhoneCall Call()
    {
        var call = house.Call(from: $"+441632960{_callers.Count + 200:000}");
        _callers.Add(call);
        return call;
    }

    /// <summary>Places calls at a steady rate until told to stop.</summary>
    public async Task StreamAsync(int callsPerSecond, CancellationToken until)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / callsPerSecond), TimeProvider.System);
        while (!until.IsCancellationRequested)
        {
            Call();
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Waits for so many events, and looks seldom: the machine has the calls to carry.</summary>
    public async Task UntilAsync<T>(int count)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (await house.EventsAsync<T>() is { } said && said.Count < count)
        {
            if (TimeProvider.System.GetElapsedTime(began) > House.Soon)
            {
                throw new TimeoutException($"Of {count} {typeof(T).Name} only {said.Count} came.");
            }

            await Task.Delay(Look, TimeProvider.System, House.Cancellation);
        }
    }

    /// <summary>These wait until <see cref="LetGo"/>.</summary>
    public void KeepBack(IEnumerable<Guid> calls)
    {
        foreach (var call in calls)
        {
            _keptBack[call] = 1;
        }
    }

    /// <summary>Long talks end, and nobody is kept back any more.</summary>
    public void LetGo()
    {
        _keptBack.Clear();
        _longTalksEnd.TrySetResult();
    }

    /// <summary>Gives no more calls.</summary>
    public async Task StopAsync()
    {
        await _over.CancelAsync();
        await _routing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _over.Dispose();
    }

    /// <summary>What Routing would do; a fault shows as calls that never end.</summary>
    private async Task RouteAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await FreeAsync();
            var ended = (await house.EventsAsync<CallEnded>()).Select(e => e.CallId).ToHashSet();
            var answered = (await house.EventsAsync<CallAnswered>()).Select(e => e.CallId).ToHashSet();
            foreach (var call in (await house.EventsAsync<CallQueued>()).Select(e => e.CallId))
            {
                if (!_keptBack.ContainsKey(call) && !_given.ContainsKey(call) && !ended.Contains(call)
                    && !answered.Contains(call) && _free.TryDequeue(out var agentId))
                {
                    _given[call] = (await house.AssignAsync(call, agentId), agentId);
                }
            }

            await Task.Delay(Look, TimeProvider.System, over);
        }
    }

    /// <summary>Agents whose part is over take the next call.</summary>
    private async Task FreeAsync()
    {
        HashSet<Guid> over =
        [
            .. (await house.EventsAsync<AgentReleased>()).Select(e => e.AssignmentId),
            .. (await house.EventsAsync<AssignmentDeclined>()).Select(e => e.AssignmentId),
        ];
        foreach (var (call, given) in _given.Where(pair => over.Contains(pair.Value.AssignmentId)).ToList())
        {
            _given.Remove(call);
            _free.Enqueue(given.AgentId);
        }
    }

    private InviteReply Receive(PhoneCall call, bool atLength)
    {
        _atAgents.Add(call);
        _ = TalkAsync(call, atLength);
        return InviteReply.Answer(TimeSpan.FromMilliseconds(200));
    }

    private async Task TalkAsync(PhoneCall call, bool atLength)
    {
        if (await call.Answered)
        {
            call.SendTone(1500);
            await (atLength ? _longTalksEnd.Task : Task.CompletedTask);
            await Task.Delay(ShortTalk, TimeProvider.System, _over.Token);
            await call.HangUpAsync();
        }
    }
}
