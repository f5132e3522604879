using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace CallCenter.Hosting;

/// <summary>
/// Fills options from the configuration and collects everything that is wrong with them,
/// each sentence beginning with the key that the operator has to change.
/// </summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private readonly Dictionary<Type, object> _options = [];
    private readonly Dictionary<string, HashSet<string>> _known = new(StringComparer.OrdinalIgnoreCase);

    public List<string> Problems { get; } = [];

    public T Get<T>() => (T)_options[typeof(T)];

    public T Read<T>(string section) where T : class
    {
        if (_options.TryGetValue(typeof(T), out var read))
        {
            return (T)read;
        }

        var options = Activator.CreateInstance<T>();
        _options.Add(typeof(T), options);
        var values = configuration.GetSection(section);
        var properties = typeof(T).GetProperties().Where(p => p.SetMethod?.IsPublic == true).ToList();
        Know(section, properties);
        var before = Problems.Count;
        foreach (var property in properties)
        {
            Fill(options, property, values);
        }

        if (Problems.Count == before && options is IValidatableObject validatable)
        {
            Problems.AddRange(validatable.Validate(new ValidationContext(options))
                .Select(r => $"{section}:{string.Join($" or {section}:", r.MemberNames)} {r.ErrorMessage}"));
        }

        return options;
    }

    /// <summary>A misspelt key would otherwise leave the default in force and nobody the wiser.</summary>
    public void FindUnknownKeys()
    {
        foreach (var (section, known) in _known)
        {
            var keys = string.Join(", ", known);
            var unknown = configuration.GetSection(section).GetChildren()
                .Where(c => !known.Contains(c.Key) && !IsSection(c.Path));
            Problems.AddRange(unknown.Select(c => $"{c.Path} is no setting; {section} has: {keys}"));
        }
    }

    private bool IsSection(string path) =>
        _known.Keys.Any(k => k.StartsWith(path, StringComparison.OrdinalIgnoreCase));

    private void Know(string section, List<PropertyInfo> properties)
    {
        _known.TryAdd(section, new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        _known[section].UnionWith(properties.Select(p => p.Name));
    }

    private void Fill(object options, PropertyInfo property, IConfigurationSection section)
    {
        var value = section.GetSection(property.Name);
        if (value.Value is { } text && !TrySet(options, property, text))
        {
            var shown = IsSecret(property.Name) ? "its value" : $"'{text}'";
            Problems.Add($"{value.Path}: {shown} is not {Described(property.PropertyType)}{Allowed(property)}");
            return;
        }

        if (value.Value is null && value.GetChildren().Any())
        {
            property.SetValue(options, value.Get(property.PropertyType));
        }

        var present = property.GetValue(options);
        foreach (var rule in property.GetCustomAttributes<ValidationAttribute>().Where(r => !r.IsValid(present)))
        {
            Problems.Add($"{value.Path} {Broken(rule, property, present)}");
        }
    }

    private static bool TrySet(object options, PropertyInfo property, string text)
    {
        var converter = TypeDescriptor.GetConverter(property.PropertyType);
        if (!converter.IsValid(text))
        {
            return false;
        }

        property.SetValue(options, converter.ConvertFromInvariantString(text));
        return true;
    }

    private static string Broken(ValidationAttribute rule, PropertyInfo property, object? present) => rule switch
    {
        RequiredAttribute => "is missing",
        RangeAttribute => $"is {present}{Allowed(property)}",
        AllowedValuesAttribute => $"is '{present}'{Allowed(property)}",
        _ => rule.FormatErrorMessage(property.Name),
    };

    private static string Allowed(PropertyInfo property)
    {
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            return $"; allowed: {range.Minimum} to {range.Maximum}";
        }

        return property.GetCustomAttribute<AllowedValuesAttribute>() is { } values
            ? $"; allowed: {string.Join(", ", values.Values)}"
            : "";
    }

    private static string Described(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(TimeSpan) => "a duration such as 00:00:30",
        var t when t == typeof(bool) => "true or false",
        var t when t == typeof(int) || t == typeof(long) => "a whole number",
        var t when t == typeof(decimal) || t == typeof(double) => "a number",
        var t when t == typeof(Guid) => "a UUID",
        var t when t == typeof(Uri) => "an address",
        var t => $"a {t.Name}",
    };

    private static bool IsSecret(string name) =>
        name.Contains("ConnectionString", StringComparison.Ordinal) || name.EndsWith("Key", StringComparison.Ordinal)
        || name.EndsWith("Uri", StringComparison.Ordinal) || name.EndsWith("Password", StringComparison.Ordinal)
        || name.EndsWith("Secret", StringComparison.Ordinal);
}
