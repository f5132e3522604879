namespace CallCenter.Telephony.Ari;

/// <summary>What AMI lists for one action: events with its id, until one that says Complete.</summary>
internal sealed class AmiList
{
    private readonly List<IReadOnlyDictionary<string, string>> _items = [];
    private readonly TaskCompletionSource<IReadOnlyList<IReadOnlyDictionary<string, string>>> _whole =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> Whole => _whole.Task;

    /// <summary>One event, as it came.</summary>
    public void Hear(IReadOnlyDictionary<string, string> item)
    {
        if (item.GetValueOrDefault("EventList") == "Complete")
        {
            _whole.TrySetResult(_items);
        }
        else
        {
            _items.Add(item);
        }
    }

    public void Break(Exception fault) => _whole.TrySetException(fault);
}
