using System.Globalization;

namespace CallCenter.Telephony.Flows;

/// <summary>
/// The language of conditions, assignments and templates. It is total: whatever it is given, it yields a text, and it
/// cannot run long.
/// <code>
/// expression = both { "or" both }
/// both       = not { "and" not }
/// not        = [ "not" ] compare
/// compare    = sum [ ("==" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=") sum ]
/// sum        = value { ("+" | "-") value }
/// value      = digits | 'text' | variable | "true" | "false" | "(" expression ")"
/// </code>
/// Every value is a text. One of up to 15 digits, perhaps behind a minus, is a number as well: two numbers are compared
/// as numbers, anything else by its characters. What is no number counts as 0 in a sum, an unset variable is empty,
/// <c>true</c> alone is true.
/// </summary>
public abstract record FlowExpression
{
    /// <summary>Longest text of an expression.</summary>
    public const int Longest = 300;

    /// <summary>The value. Variables are asked of the caller; an unset one is empty.</summary>
    public abstract string Value(Func<string, string> variable);

    /// <summary>The names of the variables in it.</summary>
    public abstract IEnumerable<string> Variables { get; }

    public bool IsTrue(Func<string, string> variable) => Value(variable) == "true";

    /// <summary>Reads a text; otherwise says what is wrong with it.</summary>
    public static (FlowExpression? Expression, string Problem) Parse(string text) =>
        text.Length > Longest
            ? (null, $"is longer than {Longest} characters")
            : FlowExpressionReader.Read(text);

    /// <summary>The number that a text is; null when it is none.</summary>
    public static long? Number(string text)
    {
        var digits = text.StartsWith('-') ? text.Length - 1 : text.Length;
        return digits is > 0 and <= 15 && text.AsSpan(text.Length - digits).IndexOfAnyExceptInRange('0', '9') < 0
            ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            : null;
    }

    protected static string Truth(bool value) => value ? "true" : "false";
}

/// <summary>A text or a number.</summary>
public sealed record FlowLiteral(string Text) : FlowExpression
{
    public override IEnumerable<string> Variables => [];

    public override string Value(Func<string, string> variable) => Text;
}

/// <summary>A variable.</summary>
public sealed record FlowVariable(string Name) : FlowExpression
{
    public override IEnumerable<string> Variables => [Name];

    public override string Value(Func<string, string> variable) => variable(Name);
}

/// <summary>The opposite.</summary>
public sealed record FlowNot(FlowExpression Of) : FlowExpression
{
    public override IEnumerable<string> Variables => Of.Variables;

    public override string Value(Func<string, string> variable) => Truth(!Of.IsTrue(variable));
}

/// <summary>Two values and a sign between them.</summary>
public sealed record FlowPair(string Sign, FlowExpression Left, FlowExpression Right) : FlowExpression
{
    public override IEnumerable<string> Variables => Left.Variables.Concat(Right.Variables);

    public override string Value(Func<string, string> variable)
    {
        var left = Left.Value(variable);
        var right = Right.Value(variable);
        return Sign switch
        {
            "or" => Truth(left == "true" || right == "true"),
            "and" => Truth(left == "true" && right == "true"),
            "+" => Sum(left, right, 1),
            "-" => Sum(left, right, -1),
            _ => Truth(Holds(Compare(left, right))),
        };
    }

    private static string Sum(string left, string right, int sign) =>
        ((Number(left) ?? 0) + (sign * (Number(right) ?? 0))).ToString(CultureInfo.InvariantCulture);

    private static int Compare(string left, string right) => (Number(left), Number(right)) switch
    {
        ({ } one, { } other) => one.CompareTo(other),
        _ => string.CompareOrdinal(left, right),
    };

    private bool Holds(int comparison) => Sign switch
    {
        "==" => comparison == 0,
        "!=" => comparison != 0,
        "<" => comparison < 0,
        "<=" => comparison <= 0,
        ">" => comparison > 0,
        _ => comparison >= 0,
    };
}
