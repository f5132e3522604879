using System.Globalization;
using CallCenter.Local.Ports;

namespace CallCenter.Local.Processes;

/// <summary>
/// One of the four services as a process of its own: started, paused, killed and stopped like in production.
/// </summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);
    private readonly ChildProcess _process;

    private ServiceProcess(string service, ChildProcess process, IReadOnlyDictionary<string, string?> environment)
    {
        Service = service;
        _process = process;
        Address = AddressOf(environment, "Http__Port");
        ManagementAddress = AddressOf(environment, "Http__ManagementPort");
    }

    /// <summary>Lower-case name of the service.</summary>
    public string Service { get; }

    public Uri Address { get; }

    public Uri ManagementAddress { get; }

    public int Id => _process.Id;

    public string LogFile => _process.LogFile;

    public bool HasExited => _process.HasExited;

    /// <summary>
    /// Starts a service with settings as environment variables (<c>Http__Port</c>, <c>Http__ManagementPort</c>,
    /// <c>Database__ConnectionString</c> …) and waits until it says that it is ready.
    /// </summary>
    public static async Task<ServiceProcess> StartAsync(
        string service,
        IReadOnlyDictionary<string, string?> environment,
        string logFile,
        CancellationToken cancellation)
    {
        var started = await LaunchAsync(service, environment, logFile);
        try
        {
            await started.WaitUntilReadyAsync(cancellation);
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }

        return started;
    }

    /// <summary>Starts a service and does not wait.</summary>
    public static async Task<ServiceProcess> LaunchAsync(
        string service,
        IReadOnlyDictionary<string, string?> environment,
        string logFile)
    {
        var process = await ChildProcess.StartAsync(
            service, [.. Precedence(service), "dotnet", ProgramOf(service)], logFile, environment);
        return new ServiceProcess(service, process, environment);
    }

    /// <summary>Runs a subcommand such as <c>migrate</c> to its end; a failure shows the end of its log.</summary>
    public static async Task RunAsync(
        string service,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string?> environment,
        string logFile,
        CancellationToken cancellation)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(CommandLimit);
        await using var process = await ChildProcess.StartAsync(
            service, ["dotnet", ProgramOf(service), .. arguments], logFile, environment);
        if (await process.ExitAsync(bounded.Token) is var code and not 0)
        {
            throw new StartFailedException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{service} {string.Join(' ', arguments)} ended with exit code {code}."),
                logFile);
        }
    }

    /// <summary>
    /// Nobody on the line waits for Quality and Feedback: on a machine that all share they give way. Where the kernel
    /// groups processes by session, <c>nice</c> counts inside the group only, and the group needs one of its own.
    /// </summary>
    private static string[] Precedence(string service) => service is "quality" or "feedback"
        ? ["bash", "-c", "{ echo 10 >/proc/self/autogroup; } 2>/dev/null; exec nice -n 10 \"$@\"", service]
        : [];

    /// <summary>
    /// The built program of a service, beside this one in <c>artifacts/bin</c> and of the same configuration.
    /// </summary>
    public static string ProgramOf(string service)
    {
        var name = string.Concat(service[..1].ToUpperInvariant(), service[1..]);
        var here = AppContext.BaseDirectory.TrimEnd('/');
        var bin = Path.GetFullPath(Path.Combine(here, "../.."));
        var program = Path.Combine(bin, name, Path.GetFileName(here), $"CallCenter.{name}.dll");
        return File.Exists(program)
            ? program
            : throw new StartFailedException($"{program} is not built.") { NextStep = "dotnet build CallCenter.sln" };
    }

    public Task WaitUntilReadyAsync(CancellationToken cancellation) =>
        ProbeAsync("healthz/ready", cancellation);

    /// <summary>kill -9.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Freezes the process as a long pause of its machine would.</summary>
    public void Pause() => _process.Send(Signal.Stop);

    public void Resume() => _process.Send(Signal.Continue);

    /// <summary>Stops as Kubernetes does: SIGTERM, time to finish, then SIGKILL.</summary>
    public async Task StopAsync()
    {
        _process.Send(Signal.Terminate);
        if (!await _process.WaitAsync(StopLimit))
        {
            await _process.KillAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _process.DisposeAsync();
    }

    private async Task ProbeAsync(string path, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = ManagementAddress };
        await Readiness.WaitAsync(
            _process,
            StartLimit,
            async token =>
            {
                if (!await OpenPort.AnswersAsync(ManagementAddress.Port, token))
                {
                    return false;
                }

                using var answer = await http.GetAsync(path, token);
                return answer.IsSuccessStatusCode;
            },
            cancellation);
    }

    private static Uri AddressOf(IReadOnlyDictionary<string, string?> environment, string key) =>
        new($"http://127.0.0.1:{environment[key]}/");
}
