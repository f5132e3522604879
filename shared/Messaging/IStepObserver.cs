namespace CallCenter.Messaging;

/// <summary>
/// Told of each step between a commit and its effect, so that tests can end the process exactly there.
/// </summary>
internal interface IStepObserver
{
    void Reached(string step);
}

/// <summary>The steps that an <see cref="IStepObserver"/> is told of, in their order.</summary>
internal static class Steps
{
    public const string SayCommitted = "say.committed";
    public const string RelayClaimed = "relay.claimed";
    public const string RelayPublished = "relay.published";
    public const string RelayConfirmed = "relay.confirmed";
    public const string RelayCommitted = "relay.committed";
    public const string HearReceived = "hear.received";
    public const string HearHandled = "hear.handled";
    public const string HearCommitted = "hear.committed";
}
