using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Matching;

/// <summary>
/// The calls of those buckets of which more may wait than were loaded. Once the last one loaded is dealt with, and
/// agents went to the bucket, the call behind it may come before all others that are left: nobody knows.
/// </summary>
internal sealed class Shares
{
    private readonly Dictionary<string, (int Left, bool Served)> _cut = new(StringComparer.Ordinal);

    public Shares(MatchState state)
    {
        if (state.Calls.Count < state.Share)
        {
            return;
        }

        foreach (var (bucket, count) in state.Calls.CountBy(call => call.Bucket))
        {
            if (count >= state.Share)
            {
                _cut.Add(bucket, (count, Served: false));
            }
        }
    }

    /// <summary>
    /// Whether the order of those that are left is unknown from this call on. Where nobody took any of the bucket, what
    /// waits behind would find nobody either.
    /// </summary>
    public bool AreSpentBy(WaitingCall call, bool served)
    {
        if (!_cut.TryGetValue(call.Bucket, out var bucket))
        {
            return false;
        }

        bucket = (bucket.Left - 1, bucket.Served || served);
        _cut[call.Bucket] = bucket;
        return bucket is { Left: 0, Served: true };
    }
}
