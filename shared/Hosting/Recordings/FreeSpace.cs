namespace CallCenter.Hosting;

/// <summary>How much room is left on a disk.</summary>
public static class FreeSpace
{
    /// <summary>
    /// Bytes that this process may still write under a folder, which need not be there yet; none when nobody can tell.
    /// </summary>
    public static long Under(string directory)
    {
        var there = new DirectoryInfo(Path.GetFullPath(directory));
        while (!there.Exists && there.Parent is { } parent)
        {
            there = parent;
        }

        try
        {
            return new DriveInfo(there.FullName).AvailableFreeSpace;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
