using System.Buffers.Binary;
using System.Globalization;

namespace CallCenter.Local.Sounds;

/// <summary>A sentence that callers hear.</summary>
public sealed record Prompt(string Name, string Language, string Text)
{
    public string File => $"{Language}/{Name}.wav";
}

/// <summary>
/// Everything the demo centre says, in both languages, and how espeak-ng's voice becomes telephone audio.
/// </summary>
public static class Prompts
{
    public static IReadOnlyList<Prompt> All { get; } =
    [
        new("greeting", "en", "Welcome to Call Center. This call is recorded. An agent will be with you in a moment."),
        new("greeting", "zh", "欢迎致电。本次通话将被录音。客服人员马上为您服务。"),
        new("language", "en", "For English, press 1. For Chinese, press 2."),
        new("language", "zh", "英语服务请按一，中文服务请按二。"),
        new("menu", "en", "For support, press 1. For sales, press 2. To choose the language again, press star."),
        new("menu", "zh", "技术支持请按一，销售请按二，重选语言请按星号键。"),
        new("callback", "en", "You asked us to call you back. An agent will be with you in a moment."),
        new("callback", "zh", "您好，这是您预约的回电，客服人员马上为您服务。"),
        new("survey", "en", "How satisfied are you with this call? Press a key from 1, very bad, to 5, very good."),
        new("survey", "zh", "请为本次服务打分。请按一到五键，一表示非常不满意，五表示非常满意。"),
        new("voicemail", "en", "Nobody can take your call now. Leave a message after the tone, then press hash."),
        new("voicemail", "zh", "现在无人接听您的来电，请在提示音后留言，结束请按井号键。"),
        new("transfer", "en", "We are connecting you. Please hold the line."),
        new("transfer", "zh", "正在为您转接，请稍候。"),
        new("thanks", "en", "Thank you. Goodbye."),
        new("thanks", "zh", "谢谢您，再见。"),
        new("unknown-number", "en", "The number that you have dialled is not in service. Please check the number."),
        new("unknown-number", "zh", "您拨打的号码不存在，请核对后再拨。"),
        new("not-routable", "en", "We cannot take your call now. Please call again later."),
        new("not-routable", "zh", "现在无法接听您的来电，请稍后再拨。"),
        new("closed", "en", "We are closed now. Please call again during our opening hours."),
        new("closed", "zh", "现在是非工作时间，请在工作时间内来电。"),
        .. WaitingPrompts.All,
    ];

    /// <summary>
    /// A shell script for where espeak-ng is installed; it leaves one file per prompt where it runs, at its own rate.
    /// </summary>
    public static string Script(IEnumerable<Prompt> prompts) => string.Join(" && ", prompts.Select(
        prompt => $"espeak-ng -v {Voice(prompt.Language)} -s 150 -w '{RawName(prompt)}' '{prompt.Text}'"));

    /// <summary>Turns one file of the synthesiser into a sound of the telephone.</summary>
    public static async Task ConvertAsync(
        Prompt prompt, string folder, string soundsDirectory, CancellationToken cancellation)
    {
        var raw = await File.ReadAllBytesAsync(Path.Combine(folder, RawName(prompt)), cancellation);
        var rate = BinaryPrimitives.ReadInt32LittleEndian(raw.AsSpan(24));
        var samples = new short[(raw.Length - 44) / 2];
        for (var index = 0; index < samples.Length; index++)
        {
            samples[index] = BinaryPrimitives.ReadInt16LittleEndian(raw.AsSpan(44 + (index * 2)));
        }

        await WaveFile.WriteAsync(
            Path.Combine(soundsDirectory, prompt.File), Resampling.ToTelephone(samples, rate), cancellation);
    }

    private static string RawName(Prompt prompt) =>
        string.Create(CultureInfo.InvariantCulture, $"{prompt.Language}-{prompt.Name}.wav");

    private static string Voice(string language) => language == "zh" ? "cmn" : "en-gb";
}
