using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Triage.Decisions;

/// <summary>
/// The replies that may be suggested or sent. A template is a text file, <c>templates/en/delivery_options.txt</c>: a line
/// <c>Subject: …</c>, an empty line, and the body. Its placeholders, such as <c>{company.links.help}</c>, draw on the rules'
/// <c>company</c> section and on nothing else, so that every reply is known before the first ticket: no customer's words,
/// name or data can reach one.
/// </summary>
public sealed partial class ReplyTemplates
{
    private const int MaxSubjectLength = 150;
    private const int MaxBodyLength = 10_000;
    private const string SubjectMark = "Subject:";

    /// <summary>Parts of the <c>company</c> section; the names of the facts in them are the company's own.</summary>
    internal static readonly IReadOnlyList<string> FactGroups = ["links", "contact", "hours", "fees", "periods", "facts"];

    private readonly FrozenDictionary<string, Entry> _entries;

    private ReplyTemplates(IEnumerable<Entry> entries) =>
        _entries = entries.ToFrozenDictionary(e => Name(e.Template, e.Language), StringComparer.Ordinal);

    /// <summary>The name of a template in a language: <c>delivery_options.en</c>.</summary>
    public static string Name(string template, string language) => $"{template}.{language}";

    /// <summary>Names of all templates, those that lack a fact too.</summary>
    public IEnumerable<string> Names => _entries.Keys.Order(StringComparer.Ordinal);

    /// <summary>The reply of that name; null where there is none, or where it lacks a fact.</summary>
    public Reply? Find(string name) => _entries.GetValueOrDefault(name)?.Reply;

    /// <summary>The facts that keep a template from being used, for example <c>company.fees.express</c>.</summary>
    public IReadOnlyList<string> MissingFacts(string name) => _entries.GetValueOrDefault(name)?.Missing ?? [];

    /// <summary>Languages that a template is written in, by primary subtag.</summary>
    public IReadOnlyList<string> LanguagesOf(string template) =>
        [.. _entries.Values.Where(e => e.Template == template).Select(e => e.Language).Order(StringComparer.Ordinal)];

    internal static ReplyTemplates Load(
        string folder, IReadOnlyDictionary<string, string> facts, List<RulesProblem> problems)
    {
        var entries = new List<Entry>();
        if (!Directory.Exists(folder))
        {
            return new ReplyTemplates(entries);
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var place = "templates/" + Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (FilePlace.Match(place) is not { Success: true } match)
            {
                problems.Add(new(place, "is not where templates are: templates/<language>/<name>.txt, the language as two or "
                    + "three lower-case letters, the name in lower-case letters, digits and _. Move or rename it."));
                continue;
            }

            var entry = Read(match.Groups["name"].Value, match.Groups["language"].Value, File.ReadAllText(file), facts,
                message => problems.Add(new(place, message)));
            if (entry is not null)
            {
                entries.Add(entry);
            }
        }

        return new ReplyTemplates(entries);
    }

    private static Entry? Read(
        string template, string language, string text, IReadOnlyDictionary<string, string> facts, Action<string> report)
    {
        var (first, rest) = text.ReplaceLineEndings("\n").Split('\n', 2) is [var head, var tail] ? (head, tail) : (text, "");
        var (subject, body) = (first.StartsWith(SubjectMark, StringComparison.Ordinal) ? first[SubjectMark.Length..].Trim() : "", rest.Trim());
        if (subject.Length == 0 || body.Length == 0)
        {
            report($"needs a first line '{SubjectMark} …', an empty line, and a body. Add what is missing.");
            return null;
        }

        var missing = new List<string>();
        subject = Fill(subject);
        body = Fill(body);
        if (subject.Length > MaxSubjectLength || body.Length > MaxBodyLength)
        {
            report($"has a subject of {subject.Length} and a body of {body.Length} characters: at most {MaxSubjectLength} "
                + $"and {MaxBodyLength} are possible. Shorten it.");
        }

        return new Entry(template, language, missing, missing.Count == 0 ? new Reply(Name(template, language), subject, body) : null);

        string Fill(string part)
        {
            if (Placeholder.Replace(part, "").AsSpan().ContainsAny('{', '}'))
            {
                report("has a brace without its partner. Write placeholders as {company.links.help}, and no other braces.");
            }

            return Placeholder.Replace(part, match =>
            {
                var name = match.Groups["name"].Value;
                if (facts.TryGetValue(name, out var fact))
                {
                    return fact;
                }

                if (!FactPlace.IsMatch(name))
                {
                    report($"has the placeholder {match.Value}, which is unknown: a reply knows nothing but the company. Use "
                        + $"company.name, or a fact of {string.Join(", ", FactGroups.Select(g => $"company.{g}"))}.");
                }
                else if (!missing.Contains(name))
                {
                    missing.Add(name);
                }

                return "";
            });
        }
    }

    private sealed record Entry(string Template, string Language, IReadOnlyList<string> Missing, Reply? Reply);

    [GeneratedRegex(@"^templates/(?<language>[a-z]{2,3})/(?<name>[a-z0-9_]{1,64})\.txt\z", RegexOptions.CultureInvariant)]
    private static partial Regex FilePlace { get; }

    [GeneratedRegex(@"\{(?<name>[^{}\n]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder { get; }

    [GeneratedRegex(@"^company\.(name|(links|contact|hours|fees|periods|facts)\.[A-Za-z][A-Za-z0-9]{0,63})\z", RegexOptions.CultureInvariant)]
    private static partial Regex FactPlace { get; }
}
