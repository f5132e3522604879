namespace CallCenter.Quality.Measuring;

/// <summary>The file is not what can be measured: the message says what is wrong with it.</summary>
public sealed class WavFormatException : Exception
{
    public WavFormatException(string message)
        : base(message)
    {
    }
}
