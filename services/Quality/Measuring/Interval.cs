using System.Runtime.InteropServices;

namespace CallCenter.Quality.Measuring;

/// <summary>A part of a recording, in milliseconds from its first sample; the end is not part of it.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Interval(double StartMs, double EndMs)
{
    public double LengthMs => EndMs - StartMs;

    public double OverlapMs(Interval other) =>
        Math.Max(0, Math.Min(EndMs, other.EndMs) - Math.Max(StartMs, other.StartMs));

    public bool Within(Interval other) => StartMs >= other.StartMs && EndMs <= other.EndMs;
}
