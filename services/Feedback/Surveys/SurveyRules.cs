using CallCenter.Contracts.Telephony;

namespace CallCenter.Feedback.Surveys;

/// <summary>What an answer means.</summary>
public static class SurveyRules
{
    /// <summary>The question how satisfied the caller is: from 1 (worst) to 5.</summary>
    public const string Satisfaction = "csat";

    private const int LongestName = 64;

    /// <summary>1 and 2 of 5 are bad.</summary>
    public static bool IsBad(SurveyAnswered answer) =>
        answer.Question == Satisfaction && answer.Score is 1 or 2 && WhyNotKept(answer) is null;

    /// <summary>Why an answer cannot be true, or null.</summary>
    public static string? WhyNotKept(SurveyAnswered answer) => answer switch
    {
        { Question.Length: 0 or > LongestName } => "the question has no proper name",
        { Question: Satisfaction, Score: < 1 or > 5 } => "satisfaction is from 1 to 5",
        _ => null,
    };
}
