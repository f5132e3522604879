namespace CallCenter.Telephony.Calls;

/// <summary>Where a call is in its life.</summary>
public enum CallPhase
{
    /// <summary>The phone of a customer who is called back rings.</summary>
    Dialling,

    /// <summary>The greeting of the dialled number plays.</summary>
    Greeting,

    /// <summary>The caller is in the flow of the dialled number, before or after a queue.</summary>
    InFlow,

    /// <summary>The caller hears music and waits for an agent.</summary>
    Queued,

    /// <summary>An agent's phone rings; the caller still hears music.</summary>
    Ringing,

    /// <summary>The agent has picked up and is being put through.</summary>
    Connecting,

    /// <summary>Caller and agent talk.</summary>
    Talking,

    /// <summary>The agent has handed the caller on to somebody whose phone rings; the caller hears music.</summary>
    Transferring,

    /// <summary>The caller talks with whoever they were handed on to, and with no agent of the call.</summary>
    Transferred,

    /// <summary>The agent is gone; the caller is asked for a score.</summary>
    Surveying,

    /// <summary>The caller hears the last words.</summary>
    Thanking,

    /// <summary>The caller hears why the call cannot be served.</summary>
    Announcing,

    /// <summary>We have hung up and wait for the leg to be gone.</summary>
    Ending,

    /// <summary>The caller's leg is gone.</summary>
    Ended,
}
