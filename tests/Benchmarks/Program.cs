using CallCenter.Benchmarks.Messaging;

// One file per benchmark; each starts what it needs on ports of its own and leaves nothing.
switch (args.FirstOrDefault())
{
    case "messaging":
        return await MessagingBenchmark.RunAsync();
    default:
        await Console.Error.WriteLineAsync("Say which: dotnet run -c Release --project tests/Benchmarks -- messaging");
        return 2;
}
