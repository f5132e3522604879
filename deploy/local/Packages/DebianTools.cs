using CallCenter.Local.Processes;

namespace CallCenter.Local.Packages;

/// <summary>Programs that the machine itself must have.</summary>
internal static class DebianTools
{
    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/sbin", "/sbin"])
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Installs mmdebstrap with apt-get when it is missing, and says so.</summary>
    public static async Task RequireMmdebstrapAsync(
        string cacheDirectory,
        Action<string> say,
        CancellationToken cancellation)
    {
        if (Has("mmdebstrap"))
        {
            return;
        }

        if (!ProcessTable.IsRoot || !Has("apt-get"))
        {
            throw new StartFailedException("mmdebstrap is missing; it unpacks PostgreSQL, RabbitMQ and Asterisk.")
            {
                NextStep = "Install it (sudo apt-get install mmdebstrap) or use: up --infra docker",
            };
        }

        say($"Installing mmdebstrap with apt-get (log: {cacheDirectory}/apt-get.log)");
        await Unpacking.RunAsync("apt-get", ["apt-get", "update"], cancellation);
        await Unpacking.RunAsync(
            "apt-get",
            [
                "env", "DEBIAN_FRONTEND=noninteractive",
                "apt-get", "install", "-y", "--no-install-recommends", "mmdebstrap",
            ],
            cancellation);
    }
}
