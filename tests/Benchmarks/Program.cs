using CallCenter.Benchmarks.Dispatching;
using CallCenter.Benchmarks.Flows;
using CallCenter.Benchmarks.Idling;
using CallCenter.Benchmarks.Matching;
using CallCenter.Benchmarks.Messaging;
using CallCenter.Benchmarks.Replicas;
using CallCenter.Benchmarks.Simulating;

// One file per benchmark; each starts what it needs on ports of its own and leaves nothing.
switch (args.FirstOrDefault())
{
    case "messaging":
        return await MessagingBenchmark.RunAsync();
    case "dispatch":
        return await DispatchBenchmark.RunAsync(CancellationToken.None);
    case "calls":
        return await CallsBenchmark.RunAsync([.. args.Skip(1)], CancellationToken.None);
    case "flows":
        return FlowBenchmark.Run();
    case "idle":
        return await IdleBenchmark.RunAsync(CancellationToken.None);
    case "routing":
        return await RoutingBenchmark.RunAsync(CancellationToken.None);
    case "figures":
        return await FiguresBenchmark.RunAsync(CancellationToken.None);
    case "replicas":
        return await ReplicasBenchmark.RunAsync([.. args.Skip(1)], CancellationToken.None);
    case "simulate":
        return await SimulateBenchmark.RunAsync(args.Skip(1));
    default:
        await Console.Error.WriteLineAsync(
            "Say which: dotnet run -c Release --project tests/Benchmarks -- "
            + "messaging|dispatch|calls [calls]|flows|idle|routing|figures|replicas [seconds [calls]]|"
            + "simulate [day.json [policy …]]");
        return 2;
}
