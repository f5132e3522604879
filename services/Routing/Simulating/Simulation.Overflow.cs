using CallCenter.Routing.Overflowing;

namespace CallCenter.Routing.Simulating;

/// <summary>The part of a simulation that sends calls away.</summary>
public sealed partial class Simulation
{
    private bool _sweeps;

    /// <summary>Looks for overflow each second while there are calls, where a queue has any.</summary>
    private void Sweep()
    {
        if (_sweeps || _calls.Count == 0 || !_day.Queues.Any(queue => OverflowRules.Watches(queue.At(_now))))
        {
            return;
        }

        _sweeps = true;
        Schedule(_now + TimeSpan.FromSeconds(1), () =>
        {
            _sweeps = false;
            foreach (var callId in _floor.Overflow(_now, queueId => _estimates?.NewCaller(queueId, _now)))
            {
                _tally.Refused(_calls[callId], _now);
                End(_calls[callId]);
            }

            Sweep();
        });
    }
}
