using CallCenter.Benchmarks.Dispatching;
using CallCenter.Benchmarks.Idling;
using CallCenter.Benchmarks.Messaging;

// One file per benchmark; each starts what it needs on ports of its own and leaves nothing.
switch (args.FirstOrDefault())
{
    case "messaging":
        return await MessagingBenchmark.RunAsync();
    case "dispatch":
        return await DispatchBenchmark.RunAsync(CancellationToken.None);
    case "idle":
        return await IdleBenchmark.RunAsync(CancellationToken.None);
    default:
        await Console.Error.WriteLineAsync(
            "Say which: dotnet run -c Release --project tests/Benchmarks -- messaging|dispatch|idle");
        return 2;
}
