using System.Reflection;
using System.Text;
using System.Text.Json;
using CallCenter.Contracts;
using CallCenter.Contracts.Telephony;
using Dapper;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>What Telephony has said, read from its own log of events.</summary>
internal sealed partial class House
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>
    /// Names of the events about a call, in their order, without LegMeasured: that one is noted beside the call.
    /// </summary>
    public async Task<IReadOnlyList<string>> SaidAsync(Guid callId) =>
        [.. (await RowsAsync($"call/{callId}")).Select(row => row.Type).Where(type => type != nameof(LegMeasured))];

    public async Task<IReadOnlyList<T>> EventsAsync<T>() =>
        [.. (await RowsAsync(subject: null)).Where(row => row.Type == typeof(T).Name)
            .Select(row => JsonSerializer.Deserialize<T>(row.Body, Json)!)];

    /// <summary>Everything said, as it was written.</summary>
    public async Task<IReadOnlyList<string>> BodiesAsync() =>
        [.. (await RowsAsync(subject: null)).Select(row => row.Body)];

    /// <summary>Waits until exactly this many events of a type have been said; the last of them.</summary>
    public async Task<T> NextAsync<T>(int count = 1)
    {
        IReadOnlyList<T> events = [];
        await UntilAsync(async () => (events = await EventsAsync<T>()).Count >= count, typeof(T).Name);
        return events[count - 1];
    }

    /// <summary>Waits for the arrival of the one call of the test.</summary>
    public async Task<Guid> QueuedAsync() => (await NextAsync<CallQueued>()).CallId;

    /// <summary>Waits until so many of the events are there, no more: a failure says how many were.</summary>
    private async Task CountAsync<T>(Func<T, bool> which, int times, string what)
    {
        var seen = 0;
        try
        {
            await UntilAsync(async () => (seen = (await EventsAsync<T>()).Count(which)) == times, what);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{what}: {seen} times instead of {times}.", e);
        }
    }

    /// <summary>Waits for a condition, with a deadline.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string? what = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Soon)
            {
                throw new TimeoutException($"It never came: {what ?? "a condition"}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
        }
    }

    /// <summary>Nothing of a call is left in the switch.</summary>
    public async Task NothingIsLeftAsync() => await UntilAsync(
        async () => (await Asterisk.GetAsync("channels", Cancellation)).GetArrayLength() == 0
            && (await Asterisk.GetAsync("bridges", Cancellation)).GetArrayLength() == 0,
        "an empty switch");

    private async Task<IReadOnlyList<(string Type, string Body)>> RowsAsync(string? subject)
    {
        await using var connection = await Database.OpenConnectionAsync(Cancellation);
        var rows = await connection.QueryAsync<(string, byte[])>(
            "select type, body from msg.event_log where @subject is null or subject = @subject order by id",
            new { subject });
        return [.. rows.Select(row => (Names[row.Item1], Encoding.UTF8.GetString(row.Item2)))];
    }

    private static readonly Dictionary<string, string> Names = typeof(CallArrived).Assembly.GetTypes()
        .Select(type => (type, said: type.GetCustomAttribute<EventAttribute>()))
        .Where(pair => pair.said is not null)
        .ToDictionary(
            pair => $"callcenter.{pair.said!.Subject}.{pair.said.Happened}.v{pair.said.Version}",
            pair => pair.type.Name);
}
