using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace CallCenter.Hosting;

/// <summary>
/// The Prometheus text of all metrics, read on request over the aggregation of the OpenTelemetry SDK.
/// </summary>
internal sealed class PrometheusText : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Lock _one = new();
    private readonly Pages _pages;

    public PrometheusText()
    {
        _pages = new Pages();
        Reader = new BaseExportingMetricReader(_pages);
    }

    public MetricReader Reader { get; }

    public string Read()
    {
        lock (_one)
        {
            // Through the exporter: the reader allows a pull only from there.
            _pages.Collect?.Invoke(5000);
            return _pages.Text;
        }
    }

    public void Dispose() => Reader.Dispose();

    [ExportModes(ExportModes.Pull)]
    private sealed class Pages : BaseExporter<Metric>, IPullMetricExporter
    {
        public string Text { get; private set; } = "";

        public Func<int, bool>? Collect { get; set; }

        public override ExportResult Export(in Batch<Metric> batch)
        {
            var text = new StringBuilder();
            foreach (var metric in batch)
            {
                MetricPage.Write(text, metric);
            }

            Text = text.ToString();
            return ExportResult.Success;
        }
    }
}

/// <summary>One metric as Prometheus writes it: units and kinds become part of the name.</summary>
internal static class MetricPage
{
    public static void Write(StringBuilder text, Metric metric)
    {
        var monotonic = metric.MetricType is MetricType.LongSum or MetricType.DoubleSum;
        var histogram = metric.MetricType is MetricType.Histogram;
        var name = Name(metric.Name, metric.Unit, monotonic);
        var help = metric.Description.ReplaceLineEndings(" ").Replace("\\", "\\\\", StringComparison.Ordinal);
        var kind = histogram ? "histogram" : monotonic ? "counter" : "gauge";
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {kind}\n");
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = Labels(point.Tags);
            switch (metric.MetricType)
            {
                case MetricType.Histogram:
                    Histogram(text, name, labels, point);
                    break;
                case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                    Line(text, name, labels, point.GetSumLong());
                    break;
                case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                    Line(text, name, labels, point.GetSumDouble());
                    break;
                case MetricType.LongGauge:
                    Line(text, name, labels, point.GetGaugeLastValueLong());
                    break;
                case MetricType.DoubleGauge:
                    Line(text, name, labels, point.GetGaugeLastValueDouble());
                    break;
            }
        }
    }

    private static void Histogram(StringBuilder text, string name, string labels, in MetricPoint point)
    {
        long below = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            var bound = double.IsPositiveInfinity(bucket.ExplicitBound)
                ? "+Inf"
                : bucket.ExplicitBound.ToString("R", CultureInfo.InvariantCulture);
            Line(text, name + "_bucket", labels.Length == 0 ? $"le=\"{bound}\"" : $"{labels},le=\"{bound}\"", below);
        }

        Line(text, name + "_sum", labels, point.GetHistogramSum());
        Line(text, name + "_count", labels, point.GetHistogramCount());
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Name(string name, string unit, bool monotonic)
    {
        var unitWord = unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            "%" => "_percent",
            _ => "",
        };
        var clean = Clean(name);
        clean = clean.EndsWith(unitWord, StringComparison.Ordinal) ? clean : clean + unitWord;
        return !monotonic || clean.EndsWith("_total", StringComparison.Ordinal) ? clean : clean + "_total";
    }

    private static string Labels(ReadOnlyTagCollection tags)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            var escaped = Convert.ToString(value, CultureInfo.InvariantCulture)?
                .Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal)
                .ReplaceLineEndings("\\n");
            text.Append(text.Length > 0 ? "," : "").Append(Clean(key)).Append("=\"").Append(escaped).Append('"');
        }

        return text.ToString();
    }

    private static string Clean(string name) =>
        string.Create(name.Length, name, (span, n) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsAsciiLetterOrDigit(n[i]) ? n[i] : '_';
            }
        });
}
