namespace CallCenter.Telephony.Flows;

/// <summary>Reads the language of <see cref="FlowExpression"/> by descent; its depth is bounded.</summary>
internal ref struct FlowExpressionReader
{
    private const int Deepest = 20;
    private static readonly string[] _comparisons = ["==", "!=", "<=", ">=", "<", ">"];
    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private int _depth;

    private FlowExpressionReader(ReadOnlySpan<char> text) => _text = text;

    public static (FlowExpression? Expression, string Problem) Read(string text)
    {
        var reader = new FlowExpressionReader(text);
        try
        {
            var whole = reader.Or();
            reader.SkipSpace();
            return reader._at == text.Length ? (whole, "") : throw reader.Fault("an operator or the end");
        }
        catch (FormatException fault)
        {
            return (null, fault.Message);
        }
    }

    private FlowExpression Or()
    {
        var left = And();
        while (TakeWord("or"))
        {
            left = new FlowPair("or", left, And());
        }

        return left;
    }

    private FlowExpression And()
    {
        var left = Not();
        while (TakeWord("and"))
        {
            left = new FlowPair("and", left, Not());
        }

        return left;
    }

    private FlowExpression Not() => TakeWord("not") ? new FlowNot(Compare()) : Compare();

    private FlowExpression Compare()
    {
        var left = Sum();
        SkipSpace();
        foreach (var sign in _comparisons)
        {
            if (Take(sign))
            {
                return new FlowPair(sign, left, Sum());
            }
        }

        return left;
    }

    private FlowExpression Sum()
    {
        var left = Value();
        while (true)
        {
            SkipSpace();
            if (Take("+"))
            {
                left = new FlowPair("+", left, Value());
            }
            else if (Take("-"))
            {
                left = new FlowPair("-", left, Value());
            }
            else
            {
                return left;
            }
        }
    }

    private FlowExpression Value()
    {
        SkipSpace();
        if (Take("("))
        {
            return Inside();
        }

        if (Take("'"))
        {
            return Quoted();
        }

        var from = _at;
        while (_at < _text.Length && char.IsAsciiLetterOrDigit(_text[_at]))
        {
            _at++;
        }

        var word = _text[from.._at].ToString();
        return word switch
        {
            "" or "or" or "and" or "not" => throw Fault("a value"),
            "true" or "false" => new FlowLiteral(word),
            _ when char.IsAsciiLetterLower(word[0]) => new FlowVariable(word),
            _ when FlowExpression.Number(word) is not null => new FlowLiteral(word),
            _ => throw Fault("a number of up to 15 digits or a variable"),
        };
    }

    private FlowExpression Inside()
    {
        if (++_depth > Deepest)
        {
            throw new FormatException($"has more than {Deepest} brackets");
        }

        var inside = Or();
        SkipSpace();
        return Take(")") ? inside : throw Fault("a closing bracket");
    }

    private FlowLiteral Quoted()
    {
        var length = _text[_at..].IndexOf('\'');
        if (length < 0)
        {
            throw Fault("a closing quote");
        }

        var text = _text.Slice(_at, length).ToString();
        _at += length + 1;
        return new FlowLiteral(text);
    }

    private bool TakeWord(string word)
    {
        SkipSpace();
        var end = _at + word.Length;
        return (end >= _text.Length || !char.IsAsciiLetterOrDigit(_text[end])) && Take(word);
    }

    private bool Take(string sign)
    {
        if (!_text[_at..].StartsWith(sign, StringComparison.Ordinal))
        {
            return false;
        }

        _at += sign.Length;
        return true;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }
    }

    private readonly FormatException Fault(string wanted) => new($"needs {wanted} at character {_at + 1}");
}
