using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Trunks;
using Microsoft.Extensions.Logging;

namespace CallCenter.Telephony.Nodes;

/// <summary>The part that follows one try of one trunk.</summary>
internal sealed partial class NodeDialling
{
    private static bool IsFault(LegGone gone, DialAttempt attempt) => gone.Reason == "failed" || attempt.IsSilent;

    /// <summary>
    /// A trunk that has said nothing for so long is given up, and its leg with it: the end of that is heard like any.
    /// </summary>
    private async Task WatchAsync(DialAttempt attempt, int tried, string trunk, CancellationToken cancellation)
    {
        var leg = attempt.Dial.Leg;
        await Task.Delay(services.Options.TrunkAnswerTime, services.Clock, cancellation)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (cancellation.IsCancellationRequested || attempt.IsHeard || attempt.Tried.Count != tried
            || !_attempts.TryGetValue(leg, out var present) || present != attempt)
        {
            return;
        }

        attempt.IsSilent = true;
        TrunkMetrics.Dialled(trunk, "silent");
        services.Logger.TrunkPassedOver(node.Name, trunk, "Silent");
        try
        {
            await @switch.HangUpAsync(leg, cancellation);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            // The call's own deadline ends it.
            services.Logger.OrderFailed(node.Name, nameof(DropLeg), fault);
        }
    }

    /// <summary>One leg and the trunks that were tried for it.</summary>
    private sealed class DialAttempt(DialCustomer dial, DateTimeOffset untilAt)
    {
        public DialCustomer Dial => dial;

        public DateTimeOffset UntilAt => untilAt;

        public HashSet<Guid> Tried { get; } = [];

        public string Reason { get; set; } = "failed";

        public volatile bool IsDropped;

        /// <summary>No other trunk is left: there is nothing better to do than to wait.</summary>
        public bool IsLast { get; set; }

        /// <summary>The trunk has said something.</summary>
        public volatile bool IsHeard;

        /// <summary>The trunk was given up because it said nothing.</summary>
        public volatile bool IsSilent;

        public void Begin(Guid trunkId)
        {
            Tried.Add(trunkId);
            IsHeard = false;
            IsSilent = false;
        }
    }
}
