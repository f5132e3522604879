using System.Globalization;

namespace CallCenter.Local.Sounds;

/// <summary>What callers hear while they wait, and while they are offered a callback.</summary>
public static class WaitingPrompts
{
    private static readonly (int Minutes, string Chinese)[] Waits =
    [
        (2, "两"), (3, "三"), (5, "五"), (10, "十"), (15, "十五"), (20, "二十"), (30, "三十"), (45, "四十五"),
    ];

    private const string Digits = "零一二三四五六七八九";
    private const string Places = "一二三四五六七八九十";

    public static IReadOnlyList<Prompt> All { get; } =
    [
        .. Places.SelectMany((place, index) => Both(
            $"position-{Text(index + 1)}", $"You are number {Text(index + 1)} in the queue.", $"您排在第{place}位。")),
        .. Both("position-more", "There are more than ten callers in the queue before you.", "您前面有十位以上的来电者。"),
        .. Both("wait-1", "We expect to take your call within a minute.", "预计一分钟内为您接通。"),
        .. Waits.SelectMany(wait => Both(
            $"wait-{Text(wait.Minutes)}", $"We expect to take your call within {Text(wait.Minutes)} minutes.",
            $"预计{wait.Chinese}分钟内为您接通。")),
        .. Both("wait-60", "We expect to take your call within an hour.", "预计一小时内为您接通。"),
        .. Both("wait-more", "We expect that you wait for more than an hour.", "预计等待时间超过一小时。"),
        .. Digits.SelectMany((digit, index) => Both($"digit-{Text(index)}", Text(index), $"{digit}")),
        .. Both("callback-offer",
            "To be called back and keep your place in the queue, press 1.", "如需我们回电并保留您的排队位置，请按一。"),
        .. Both("callback-only", "All our agents are busy, and nobody can wait now.", "现在客服全忙，无法排队等候。"),
        .. Both("callback-confirm",
            "We will call the number that you are calling from. To confirm, press 1. For another number, press 2.",
            "我们将回拨您现在使用的号码。确认请按一，使用其他号码请按二。"),
        .. Both("callback-number",
            "Please enter the number that we may call, then press hash. To begin again, press star.",
            "请输入回电号码，按井号键结束，重新输入请按星号键。"),
        .. Both("callback-refused", "We cannot call that number.", "我们无法拨打该号码。"),
        .. Both("callback-typed", "You have entered", "您输入的号码是"),
        .. Both("callback-check", "To confirm, press 1. To enter it again, press 2.", "确认请按一，重新输入请按二。"),
        .. Both("callback-accepted",
            "Thank you. We will call you back as soon as it is your turn. Goodbye.", "谢谢您，轮到您时我们会尽快回电。再见。"),
    ];

    private static Prompt[] Both(string name, string english, string chinese) =>
        [new(name, "en", english), new(name, "zh", chinese)];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
