using System.Numerics;
using System.Runtime.InteropServices;

namespace CallCenter.Quality.Measuring;

internal static class VectorMath
{
    /// <summary>Sum of the products, as many at a time as the processor takes.</summary>
    public static double Dot(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var ones = MemoryMarshal.Cast<float, Vector<float>>(one);
        var others = MemoryMarshal.Cast<float, Vector<float>>(other);
        var sums = Vector<float>.Zero;
        for (var i = 0; i < ones.Length; i++)
        {
            sums += ones[i] * others[i];
        }

        double sum = Vector.Sum(sums);
        for (var i = ones.Length * Vector<float>.Count; i < one.Length; i++)
        {
            sum += one[i] * other[i];
        }

        return sum;
    }
}
