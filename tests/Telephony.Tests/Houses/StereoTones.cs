using System.Runtime.InteropServices;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>Listens to a stereo recording.</summary>
internal static class StereoTones
{
    private const int Window = 800;

    /// <summary>Asserts that each channel has its own tone somewhere, and never the other's.</summary>
    public static void Hold(Stream file, double left, double right, double leak = 100)
    {
        var (leftChannel, rightChannel) = Channels(file);
        Assert.True(Loudest(leftChannel, left) > 500, $"no {left} Hz on the left");
        Assert.True(Loudest(rightChannel, right) > 500, $"no {right} Hz on the right");
        Assert.True(Loudest(leftChannel, right) < leak, $"{right} Hz on the left");
        Assert.True(Loudest(rightChannel, left) < leak, $"{left} Hz on the right");
    }

    /// <summary>Asserts that the left channel has the tone, and the right one nothing.</summary>
    public static void HoldsOnTheLeft(Stream file, double hz)
    {
        var (left, right) = Channels(file);
        Assert.True(Loudest(left, hz) > 500, $"no {hz} Hz on the left");
        Assert.DoesNotContain(right, sample => Math.Abs((int)sample) > 64);
    }

    /// <summary>Asserts that a tone is on neither channel.</summary>
    public static void HoldsNot(Stream file, double hz)
    {
        var (left, right) = Channels(file);
        Assert.True(Loudest(left, hz) < 100, $"{hz} Hz on the left");
        Assert.True(Loudest(right, hz) < 100, $"{hz} Hz on the right");
    }

    /// <summary>The longest time in which neither channel has any sound, before the last one.</summary>
    public static long LongestSilenceMs(Stream file)
    {
        var (left, right) = Channels(file);
        var (longest, present) = (0, 0);
        for (var i = 0; i < left.Length; i++)
        {
            present = Math.Abs((int)left[i]) < 16 && Math.Abs((int)right[i]) < 16 ? present + 1 : 0;
            longest = Math.Max(longest, present);
        }

        return longest / 8;
    }

    /// <summary>The longest time without sound of each channel.</summary>
    public static (long Left, long Right) LongestSilencesMs(Stream file)
    {
        var (left, right) = Channels(file);
        return (Longest(left), Longest(right));

        static long Longest(short[] samples)
        {
            var (longest, present) = (0, 0);
            foreach (var sample in samples)
            {
                present = Math.Abs((int)sample) < 16 ? present + 1 : 0;
                longest = Math.Max(longest, present);
            }

            return longest / 8;
        }
    }

    private static (short[] Left, short[] Right) Channels(Stream file)
    {
        var bytes = new byte[file.Length];
        file.Position = 0;
        file.ReadExactly(bytes);
        var samples = MemoryMarshal.Cast<byte, short>(bytes.AsSpan(44)).ToArray();
        return ([.. samples.Where((_, i) => i % 2 == 0)], [.. samples.Where((_, i) => i % 2 == 1)]);
    }

    private static double Loudest(short[] samples, double hz) =>
        Enumerable.Range(0, samples.Length / Window).Max(i => Strength(samples.AsSpan(i * Window, Window), hz));

    /// <summary>Goertzel.</summary>
    private static double Strength(ReadOnlySpan<short> samples, double hz)
    {
        var factor = 2 * Math.Cos(Math.Tau * hz / 8000);
        double before = 0, now = 0;
        foreach (var sample in samples)
        {
            (before, now) = (now, sample + (factor * now) - before);
        }

        return Math.Sqrt(Math.Max(0, (before * before) + (now * now) - (factor * before * now))) / samples.Length * 2;
    }
}
