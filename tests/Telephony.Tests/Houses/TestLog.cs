using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>Shows what a replica logs with the test that runs it.</summary>
internal sealed class TestLog : ILoggerProvider, ILogger
{
    /// <summary>What was logged with an exception.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        var line = $"{logLevel} {eventId.Name}: {formatter(state, exception)} {exception}";
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        if (exception is not null)
        {
            Faults.Enqueue(line);
        }
    }

    public void Dispose()
    {
    }
}
