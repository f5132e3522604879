using System.Globalization;
using CallCenter.Fixtures;
using Xunit;

namespace CallCenter.Local.Tests.Supervising;

/// <summary>The folder of a test process, and what killed ones have left.</summary>
public sealed class TestDirectoryTests(Servers servers)
{
    private const int AtOnce = 8;
    private const int Left = 20;
    private const int Files = 50;

    [Fact]
    public async Task Many_who_start_together_clear_what_killed_ones_left_and_none_of_them_fails()
    {
        var parent = Directory.CreateDirectory(Path.Combine(servers.Directory, "together")).FullName;
        for (var i = 0; i < Left; i++)
        {
            // No process has this id.
            var inside = Directory.CreateDirectory(
                Path.Combine(parent, Text($"callcenter-tests-{int.MaxValue}-1-{i}"), "house"));
            for (var file = 0; file < Files; file++)
            {
                await File.WriteAllTextAsync(
                    Path.Combine(inside.FullName, Text($"{file}")), "left", TestContext.Current.CancellationToken);
            }
        }

        using var together = new Barrier(AtOnce);
        var made = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait(TestContext.Current.CancellationToken);
                return TestDirectory.Create(parent);
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Equal(made.Select(one => one.Path).Order(), Directory.EnumerateDirectories(parent).Order());
        foreach (var one in made)
        {
            one.Dispose();
        }

        Assert.Empty(Directory.EnumerateDirectories(parent));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
