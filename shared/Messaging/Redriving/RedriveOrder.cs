using System.Globalization;
using CallCenter.Messaging.Inbox;

namespace CallCenter.Messaging.Redriving;

/// <summary>What <c>redrive</c> was asked for, parsed; or the sentence that says what is wrong with it.</summary>
internal sealed record RedriveOrder
{
    public const string Usage = "redrive --from <instant> [--subject <kind/id>]  |  redrive --parked";

    // The event log's age; the inbox of each listener remembers half as long again.
    private static readonly TimeSpan _oldest = TimeSpan.FromDays(30);

    // Listeners refuse what is older than their inbox remembers; the day is for the way there.
    private static readonly TimeSpan _oldestParked = HeardEvent.Remembered - TimeSpan.FromDays(1);

    public DateTimeOffset? From { get; private init; }

    public string? Subject { get; private init; }

    public bool Parked { get; private init; }

    public string? Refusal { get; private init; }

    public static RedriveOrder Parse(string[] args, DateTimeOffset now)
    {
        if (args is ["--parked"])
        {
            return new RedriveOrder { Parked = true, From = now - _oldestParked };
        }

        if (args is not (["--from", _] or ["--from", _, "--subject", _]))
        {
            return Refuse($"usage: {Usage}");
        }

        if (!DateTimeOffset
            .TryParse(args[1], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var from))
        {
            return Refuse("--from: not an instant such as 2026-11-22T08:00:00Z");
        }

        if (from > now)
        {
            return Refuse("--from: lies in the future");
        }

        if (from < now - _oldest)
        {
            return Refuse("--from: older than 30 days, which listeners may no longer recognise as copies");
        }

        return new RedriveOrder { From = from, Subject = args.Length == 4 ? args[3] : null };
    }

    private static RedriveOrder Refuse(string why) => new() { Refusal = why };
}
