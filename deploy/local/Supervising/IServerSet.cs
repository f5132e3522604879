using CallCenter.Local.Backing;
using CallCenter.Local.Installations;

namespace CallCenter.Local.Supervising;

/// <summary>PostgreSQL, RabbitMQ and Asterisk of a run, however they were started.</summary>
public interface IServerSet : IAsyncDisposable
{
    PostgresDatabases Databases { get; }

    RabbitManagement Broker { get; }

    /// <summary>Returns when the broker answers; the others do since the start.</summary>
    Task WaitForBrokerAsync(CancellationToken cancellation);

    /// <summary>Processes of ours among them.</summary>
    IReadOnlyList<RunMember> Members { get; }

    /// <summary>The speech command of Telephony; null for its default, an espeak-ng on the path.</summary>
    string? SpeechCommand { get; }

    /// <summary>Runs a shell script in the given folder, where espeak-ng is installed.</summary>
    Task SpeakAsync(string script, string folder, CancellationToken cancellation);
}
