using CallCenter.Local.Packages;

namespace CallCenter.Local.Processes;

/// <summary>
/// A server from the rootfs in mount, process and IPC namespaces of its own: no mount, stray child or shared memory
/// outlives it. Inside, the rootfs is read-only and the state directory is <c>/cc</c>.
/// </summary>
public static class IsolatedProcess
{
    /// <summary>The state directory as the server sees it.</summary>
    public const string Home = "/cc";

    // Changing the user clears the parent-death signal, so setpriv sets it anew after the change.
    private const string Script = """
        set -e
        root=$1 state=$2 user=$3 precedence=$4; shift 4
        mount --bind "$root" "$root"
        mount --bind "$state" "$root/cc"
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        mount -t tmpfs tmpfs "$root/dev/shm"
        mount -t tmpfs tmpfs "$root/run"
        mount -t tmpfs tmpfs "$root/tmp"
        mount -o remount,bind,ro "$root"
        ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"
        [ "$precedence" = 0 ] || chrt --rr --pid "$precedence" $$ >/dev/null 2>&1 || true
        exec chroot "$root" /usr/bin/setpriv --reuid="$user" --regid="$user" --clear-groups --pdeathsig=KILL \
            /usr/bin/env -i PATH=/usr/sbin:/usr/bin HOME=/cc TMPDIR=/tmp LANG=C.UTF-8 "$@"
        """;

    /// <summary>Starts a command (which may begin with NAME=value) as the rootfs's unprivileged user.</summary>
    public static Task<ChildProcess> StartAsync(
        string name,
        Rootfs rootfs,
        string stateDirectory,
        IReadOnlyList<string> command,
        string logFile) => StartAsync(name, rootfs.Directory, stateDirectory, command, logFile);

    /// <summary>The same from any folder with a root file system.</summary>
    /// <param name="name">The server's.</param>
    /// <param name="root">The folder.</param>
    /// <param name="stateDirectory">What the server may write to.</param>
    /// <param name="command">Program and arguments, as seen inside.</param>
    /// <param name="logFile">Where its output goes.</param>
    /// <param name="precedence">
    /// 1 to 99: it runs before all that is not in a hurry (SCHED_RR), where this user may ask for it; 0: as others.
    /// </param>
    public static Task<ChildProcess> StartAsync(
        string name,
        string root,
        string stateDirectory,
        IReadOnlyList<string> command,
        string logFile,
        int precedence = 0)
    {
        Directory.CreateDirectory(stateDirectory);
        Own(stateDirectory);
        // Asterisk opens its output once more by name (/dev/stdout), so the file must be its own.
        Directory.CreateDirectory(Path.GetDirectoryName(logFile)!);
        File.Open(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite).Dispose();
        ProcessTable.GiveTo(logFile, Rootfs.UserId);
        return ChildProcess.StartAsync(
            name,
            [
                "unshare", "--mount", "--pid", "--ipc", "--fork", "--kill-child=SIGKILL", "--propagation", "private",
                "bash", "-c", Script, name,
                root, stateDirectory, $"{Rootfs.UserId}", $"{precedence}", .. command,
            ],
            logFile);
    }

    /// <summary>Gives a directory with all in it to the servers' user.</summary>
    public static void Own(string directory)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(directory, "*", SearchOption.AllDirectories))
        {
            ProcessTable.GiveTo(path, Rootfs.UserId);
        }

        ProcessTable.GiveTo(directory, Rootfs.UserId);
    }

    /// <summary>
    /// Asks the server itself (not its wrappers) to stop, and kills it when it does not within the limit.
    /// </summary>
    public static async Task StopAsync(ChildProcess process, string program, Signal signal, TimeSpan limit)
    {
        foreach (var id in ProcessTable.Descendants(process.Id).Where(id => ProcessTable.NameOf(id) == program).Take(1))
        {
            ProcessTable.Send(id, signal);
        }

        if (!await process.WaitAsync(limit))
        {
            await process.KillAsync();
        }
    }
}
