using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CallCenter.Messaging.Tests;

/// <summary>Keeps what was logged: the name of the event, its sentence, and the exception if one came along.</summary>
internal sealed class LoggedEvents : ILoggerProvider, ILogger
{
    public ConcurrentQueue<(LogLevel Level, string? Name, string Sentence, Exception? Exception)> All { get; } = [];

    public int Count(string name) => All.Count(e => e.Name == name);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        All.Enqueue((logLevel, eventId.Name, formatter(state, exception), exception));

    public void Dispose()
    {
    }
}
