namespace CallCenter.Local.Calls;

/// <summary>Something that must be so after a call.</summary>
/// <param name="Name">What.</param>
/// <param name="Holds">Whether it is.</param>
/// <param name="Found">What was found instead, or the proof.</param>
public sealed record CallCheck(string Name, bool Holds, string Found);

/// <summary>What must be so after a demo call: which events came, and each after its cause.</summary>
public static class CallChecks
{
    /// <summary>Every event of the chain; each one of the right comes after the one on its left.</summary>
    private static readonly (string Cause, string Effect)[] Order =
    [
        ("CallArrived", "CallQueued"), ("CallQueued", "CallAssigned"), ("CallAssigned", "CallAnswered"),
        ("CallAnswered", "AgentReleased"), ("AgentReleased", "SurveyAnswered"), ("SurveyAnswered", "CallEnded"),
        ("SurveyAnswered", "ComplaintRaised"), ("AgentReleased", "RecordingReady"),
        ("RecordingReady", "CallEvaluated"), ("AgentReleased", "CallWrappedUp"),
    ];

    /// <summary>Names of the events that one demo call must cause.</summary>
    public static IReadOnlyList<string> Expected { get; } =
        [.. Order.SelectMany(pair => new[] { pair.Cause, pair.Effect }).Distinct()];

    public static IEnumerable<CallCheck> OfEvents(IReadOnlyList<HeardEvent> events)
    {
        var missing = Expected.Except(events.Select(heard => heard.Name)).ToList();
        yield return new CallCheck(
            "every event came", missing.Count == 0,
            missing.Count == 0 ? $"{Expected.Count} events" : $"missing: {string.Join(", ", missing)}");
        var repeated = events.CountBy(heard => heard.Name)
            .Where(count => count.Value > 1).Select(count => count.Key).Intersect(Expected).ToList();
        yield return new CallCheck(
            "every event came once", repeated.Count == 0, string.Join(", ", repeated));
        var wrong = Order.Where(pair => !IsAfter(events, pair.Cause, pair.Effect))
            .Select(pair => $"{pair.Cause} < {pair.Effect}").ToList();
        yield return new CallCheck("every event came after its cause", wrong.Count == 0, string.Join(", ", wrong));
        var gaps = events.GroupBy(heard => (heard.Service, heard.Subject))
            .Where(group => group.Zip(group.Skip(1)).Any(pair => pair.First.SubjectSeq >= pair.Second.SubjectSeq))
            .Select(group => $"{group.Key.Service} about {group.Key.Subject}").ToList();
        yield return new CallCheck("each service was heard in its order", gaps.Count == 0, string.Join(", ", gaps));
    }

    public static IEnumerable<CallCheck> OfRecording(StereoRecording? recording, HeardEvent? ready, CallPlan plan)
    {
        if (recording is null || ready is null)
        {
            yield return new CallCheck("the recording is there", false, "no RecordingReady, or no file");
            yield break;
        }

        yield return new CallCheck(
            "the recording is stereo", recording.Channels == 2, $"{recording.Channels} channels");
        yield return Tone("the caller is on the left", recording.LeftHz, plan.CallerHz);
        yield return Tone("the agent is on the right", recording.RightHz, plan.AgentHz);
        yield return new CallCheck(
            "the recording is as long as the talk",
            Math.Abs(recording.DurationMs - plan.Talk.TotalMilliseconds) < 2_000
            && Math.Abs(recording.DurationMs - (ready.NumberOf("durationMs") ?? 0)) <= 20,
            $"{recording.DurationMs} ms");
        yield return new CallCheck(
            "the recording's hash is what was said", recording.Sha256 == ready.TextOf("sha256"), recording.Sha256);
    }

    private static CallCheck Tone(string name, double found, double wanted) =>
        new(name, Math.Abs(found - wanted) <= 3, $"{found:0.#} Hz");

    private static bool IsAfter(IReadOnlyList<HeardEvent> events, string causeName, string effectName)
    {
        var cause = events.FirstOrDefault(heard => heard.Name == causeName);
        var effect = events.FirstOrDefault(heard => heard.Name == effectName);
        if (cause is null || effect is null)
        {
            return false;
        }

        return cause.Service == effect.Service && cause.Subject == effect.Subject
            ? cause.SubjectSeq < effect.SubjectSeq
            : cause.Time < effect.Time && cause.HeardAt < effect.HeardAt;
    }
}
