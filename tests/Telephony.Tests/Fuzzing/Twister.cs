using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace CallCenter.Telephony.Tests.Fuzzing;

/// <summary>
/// Makes bad events of those that Asterisk says about live calls: broken ones, others' ids, doubled, reordered, late,
/// lost, huge ones and bytes that are no text. All chance is that of the <see cref="Mutator"/>.
/// </summary>
internal sealed class Twister(Mutator mutator)
{
    /// <summary>Below what is taken for an event at all, and above it.</summary>
    private const int Huge = 900_000;
    private const int TooLong = 1_100_000;

    private const int Remembered = 1_000;

    private static readonly string[] Types =
    [
        "StasisStart", "ChannelStateChange", "ChannelHangupRequest", "ChannelDestroyed", "ChannelDtmfReceived",
        "PlaybackFinished", "PeerStatusChange", "ChannelTalkingStarted", "ChannelTalkingFinished", "Dial",
    ];

    private readonly Lock _gate = new();
    private readonly List<string> _heard = [];
    private readonly List<string> _ids = [];
    private byte[]? _kept;

    /// <summary>Of each kind of fault, how many were made.</summary>
    public SortedDictionary<string, int> Made { get; } = new(StringComparer.Ordinal);

    /// <summary>How many bad events there were.</summary>
    public int Count => Made.Values.Sum();

    /// <summary>While false, what Asterisk says passes as it is.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>Remembers an event of Asterisk; what goes on in its place.</summary>
    public IReadOnlyList<Frame> Hear(byte[] json)
    {
        lock (_gate)
        {
            Remember(Encoding.UTF8.GetString(json));
            var frames = new List<Frame>();
            var lot = IsOn ? mutator.Random.Next(20) : int.MaxValue;
            if (lot == 0)
            {
                Noted("lost");
            }
            else if (lot == 1 && _kept is null)
            {
                Noted("reordered");
                _kept = json;
            }
            else
            {
                frames.Add(Text(json));
            }

            if (lot == 2)
            {
                Noted("doubled");
                frames.Add(Text(json));
            }

            // What was kept back comes behind the next one.
            if (_kept is not null && _kept != json)
            {
                frames.Add(Text(_kept));
                _kept = null;
            }

            return frames;
        }
    }

    /// <summary>A bad event, or none while nothing was heard.</summary>
    public Frame? Make()
    {
        lock (_gate)
        {
            if (_heard.Count == 0)
            {
                return null;
            }

            var json = mutator.Any(_heard);
            // A caller who arrives again is a call more: seldom.
            while (json.Contains("\"inbound\"", StringComparison.Ordinal) && mutator.Random.Next(10) > 0)
            {
                json = mutator.Any(_heard);
            }

            return mutator.Random.Next(3_000) switch
            {
                0 => Text(Noted("too long", Padded(json, TooLong))),
                1 => Text(Noted("no text", Flipped(json))),
                < 20 => Text(Noted("huge", Padded(json, Huge))),
                < 30 => Text(Noted("owner replaced in part", mutator.Break("""{"type":"ApplicationReplaced"}"""))),
                < 80 => Text(Noted("of another live call", Of(json, mutator.Any(Types)))),
                < 400 => Text(Noted("late", json)),
                < 800 => new Frame(Noted("bytes", Flipped(json)), WebSocketMessageType.Binary),
                _ => Text(Noted("broken", mutator.Break(json))),
            };
        }
    }

    private static Frame Text(string json) => Text(Encoding.UTF8.GetBytes(json));

    private static Frame Text(byte[] json) => new(json, WebSocketMessageType.Text);

    private T Noted<T>(string kind, T made)
    {
        Noted(kind);
        return made;
    }

    private void Noted(string kind) => Made[kind] = Made.GetValueOrDefault(kind) + 1;

    private void Remember(string json)
    {
        if (_heard.Count == Remembered)
        {
            _heard.RemoveAt(0);
        }

        _heard.Add(json);
        Collect(JsonNode.Parse(json));
        if (_ids.Count > Remembered / 10)
        {
            _ids.RemoveRange(0, _ids.Count - Remembered / 10);
        }
    }

    private void Collect(JsonNode? node)
    {
        foreach (var (name, value) in node as JsonObject ?? [])
        {
            if (name is "id" or "resource" or "CC_CALL" && value?.ToString() is { Length: > 0 } id
                && !_ids.Contains(id))
            {
                _ids.Add(id);
            }

            Collect(value);
        }
    }

    /// <summary>The same event about somebody else, or another event about the same.</summary>
    private string Of(string json, string type)
    {
        var root = JsonNode.Parse(json)!.AsObject();
        if (mutator.Random.Next(2) == 0)
        {
            root["type"] = type;
        }

        Replace(root);
        return root.ToJsonString();
    }

    private void Replace(JsonObject of)
    {
        foreach (var (name, value) in of.ToList())
        {
            if (name is "id" or "resource" or "CC_CALL")
            {
                of[name] = mutator.Any(_ids);
            }
            else if (value is JsonObject part)
            {
                Replace(part);
            }
        }
    }

    private static string Padded(string json, int length) =>
        json.TrimEnd()[..^1] + $",\"padding\":\"{new string('p', length)}\"}}";

    private byte[] Flipped(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        for (var faults = mutator.Random.Next(1, 4); faults > 0; faults--)
        {
            bytes[mutator.Random.Next(bytes.Length)] = (byte)mutator.Random.Next(0x80, 0x100);
        }

        return bytes;
    }
}
