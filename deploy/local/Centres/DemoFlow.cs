using System.Text.Json;

namespace CallCenter.Local.Centres;

/// <summary>The flow of the demo centre's menu, in English and Chinese.</summary>
internal static class DemoFlow
{
    public const string Name = "welcome";

    public const string Campaign = "demo";

    public static JsonElement Document { get; } = JsonElement.Parse($$"""
        {
          "entry": "language",
          "safeExit": "support",
          "languages": ["en", "zh"],
          "nodes": {
            "language": {
              "type": "menu", "prompts": ["callcenter/language"], "tries": 2,
              "next": { "1": "menu", "2": "chinese", "timeout": "menu", "invalid": "menu" }
            },
            "chinese": { "type": "language", "language": "zh", "next": { "done": "menu" } },
            "menu": {
              "type": "menu", "prompts": ["callcenter/menu"],
              "next": { "1": "support", "2": "sales", "*": "language", "timeout": "support", "invalid": "support" }
            },
            "support": {
              "type": "queue", "queue": "{{DemoCentre.Support.Id}}", "milestone": "support",
              "next": { "connected": "rate", "timeout": "sorry", "failed": "sorry" }
            },
            "sales": {
              "type": "queue", "queue": "{{DemoCentre.Sales.Id}}", "milestone": "sales",
              "next": { "connected": "rate", "timeout": "sorry", "failed": "sorry" }
            },
            "rate": {
              "type": "csat", "prompts": ["callcenter/survey"], "timeoutMs": 8000, "tries": 2,
              "next": { "done": "thanks", "timeout": "thanks", "invalid": "thanks" }
            },
            "thanks": { "type": "play", "prompts": ["callcenter/thanks"], "next": { "done": "return" } },
            "sorry": { "type": "play", "prompts": ["callcenter/not-routable"], "next": { "done": "return" } }
          }
        }
        """);
}
