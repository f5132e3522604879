using System.Collections.Concurrent;

namespace CallCenter.Local.Processes;

/// <summary>
/// The one thread that forks. Linux sends a child its parent-death signal when the forking <em>thread</em> ends,
/// not the process; a thread of the pool may end at any time, this one lives as long as the process.
/// </summary>
internal static class LaunchThread
{
    private static readonly BlockingCollection<Action> Work = Start();

    public static Task<T> RunAsync<T>(Func<T> start)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                done.SetResult(start());
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        });
        return done.Task;
    }

    private static BlockingCollection<Action> Start()
    {
        var work = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var action in work.GetConsumingEnumerable())
            {
                action();
            }
        })
        {
            IsBackground = true,
            Name = "launch",
        }.Start();
        return work;
    }
}
