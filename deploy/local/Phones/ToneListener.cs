namespace CallCenter.Local.Phones;

/// <summary>Listens to audio until a tone, or any sound, has been there for two windows of 100 ms in a row.</summary>
internal sealed class ToneListener(double? hz)
{
    private const int Window = Tones.SampleRate / 10;
    private const double NeededShare = 0.7;

    private readonly short[] _samples = new short[Window];
    private readonly TaskCompletionSource<bool> _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _filled;
    private int _inARow;

    public Task<bool> Heard => _heard.Task;

    public void Hear(ReadOnlySpan<short> samples)
    {
        while (!samples.IsEmpty)
        {
            var part = samples[..Math.Min(samples.Length, Window - _filled)];
            part.CopyTo(_samples.AsSpan(_filled));
            samples = samples[part.Length..];
            _filled += part.Length;
            if (_filled == Window)
            {
                _filled = 0;
                Judge();
            }
        }
    }

    public void End() => _heard.TrySetResult(false);

    private void Judge()
    {
        var isThere = Tones.Loudness(_samples) >= Tones.SilenceLevel
            && (hz is not { } wanted || Tones.Share(_samples, wanted, Tones.SampleRate) >= NeededShare);
        _inARow = isThere ? _inARow + 1 : 0;
        if (_inARow == 2)
        {
            _heard.TrySetResult(true);
        }
    }
}
