using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace Triage.Tickets.Cleaning;

/// <summary>
/// HTML to text with the tokenizer of the HTML standard, without building a tree: what a tree's repair of misnested
/// elements can grow to is quadratic in hostile input, tokens are not. Quoted elements (<c>blockquote</c>, the quote
/// containers of mail programs) become lines that start with <c>"> "</c>, so that one rule strips threads of both kinds.
/// </summary>
internal static partial class HtmlText
{
    private static readonly FrozenSet<string> Invisible =
        FrozenSet.Create("script", "style", "head", "title", "template", "noscript", "svg", "math", "object", "iframe", "noframes", "noembed", "xmp");

    private static readonly FrozenSet<string> Blocks = FrozenSet.Create(
        "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul");

    private static readonly FrozenSet<string> QuoteClasses =
        FrozenSet.Create("gmail_quote", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "zmail_extra", "tutanota_quote");

    /// <summary>True where a known tag is in the text; an address like <c>&lt;ann@example.com&gt;</c> is none.</summary>
    public static bool IsHtml(string text) => Tag().IsMatch(text);

    /// <summary>The visible text, with a line for each block and line break.</summary>
    public static string Of(string html)
    {
        using var source = new TextSource(html);
        using var tokens = new HtmlTokenizer(source, HtmlEntityProvider.Resolver) { SkipComments = true };
        var writer = new Writer(keepLines: !LineTag().IsMatch(html));

        // An element is left where its own name has closed as often as it was opened inside; the element inside which
        // nothing is shown, and the outermost quote, are all that is followed.
        Region hidden = default, quote = default;
        for (var token = tokens.Get(); token.Type != HtmlTokenType.EndOfFile; token = tokens.Get())
        {
            switch (token.Type)
            {
                case HtmlTokenType.Character when !hidden.IsOpen:
                    writer.Text(token.Data);
                    break;

                case HtmlTokenType.StartTag:
                    var start = token.AsTag();
                    tokens.State = ModeInside(start.Name);
                    if (!hidden.Enter(start) && IsHidden(start))
                    {
                        hidden = Region.Of(start);
                    }

                    if (!hidden.IsOpen)
                    {
                        writer.StartTag(start.Name);
                        if (!quote.Enter(start) && IsQuote(start))
                        {
                            quote = Region.Of(start);
                            writer.Quoting = true;
                        }
                    }

                    break;

                case HtmlTokenType.EndTag when hidden.IsOpen:
                    hidden.Leave(token.Name);
                    break;

                case HtmlTokenType.EndTag:
                    writer.EndTag(token.Name);
                    quote.Leave(token.Name);
                    writer.Quoting = quote.IsOpen;
                    break;
            }
        }

        return writer.ToString();
    }

    private static HtmlParseMode ModeInside(string name) => name switch
    {
        "script" => HtmlParseMode.Script,
        "style" or "iframe" or "noframes" or "noembed" or "xmp" => HtmlParseMode.Rawtext,
        "title" or "textarea" => HtmlParseMode.RCData,
        _ => HtmlParseMode.PCData,
    };

    /// <summary>Elements whose end tag may be left out are not followed: all text behind them would be lost.</summary>
    private static bool IsHidden(HtmlTagToken tag) =>
        !tag.IsSelfClosing
        && (Invisible.Contains(tag.Name)
            || (tag.Name is "div" or "span" or "table" && DisplayNone().IsMatch(tag.GetAttribute("style") ?? "")));

    private static bool IsQuote(HtmlTagToken tag) =>
        tag.Name == "blockquote"
        || (tag.Name == "div" && (tag.GetAttribute("class") ?? "").Split(' ').Any(QuoteClasses.Contains));

    private record struct Region(string? Name, int Depth)
    {
        public readonly bool IsOpen => Depth > 0;

        public static Region Of(HtmlTagToken tag) => new(tag.Name, 1);

        /// <summary>True inside the region.</summary>
        public bool Enter(HtmlTagToken tag)
        {
            Depth += IsOpen && tag.Name == Name && !tag.IsSelfClosing ? 1 : 0;
            return IsOpen;
        }

        public void Leave(string name) => Depth -= IsOpen && name == Name ? 1 : 0;
    }

    /// <param name="keepLines">True for text whose only lines are its own: HTML without any tag that makes one.</param>
    private sealed class Writer(bool keepLines)
    {
        private readonly StringBuilder _text = new();
        private int _preformatted;
        private bool _atLineStart = true;

        public bool Quoting { get; set; }

        public void Text(string data)
        {
            foreach (var c in data)
            {
                if (c is '\n' && (keepLines || _preformatted > 0))
                {
                    Line();
                }
                else if (!char.IsWhiteSpace(c) || c == '\u00A0')
                {
                    Begin();
                    _text.Append(c);
                }
                else if (!_atLineStart && _text[^1] != ' ')
                {
                    _text.Append(' ');
                }
            }
        }

        public void StartTag(string name)
        {
            _preformatted += name == "pre" ? 1 : 0;
            switch (name)
            {
                case "br":
                    Line();
                    break;
                case "td" or "th":
                    Text(" ");
                    break;
                default:
                    Block(name);
                    break;
            }
        }

        public void EndTag(string name)
        {
            _preformatted -= name == "pre" && _preformatted > 0 ? 1 : 0;
            Block(name);
        }

        /// <summary>Paragraphs and quotes stand between blank lines, other blocks on lines of their own.</summary>
        private void Block(string name)
        {
            if (!Blocks.Contains(name))
            {
                return;
            }

            if (!_atLineStart)
            {
                Line();
            }

            if (name is "p" or "blockquote" && !EndsWithBlankLine)
            {
                Line();
            }
        }

        private bool EndsWithBlankLine => _text.Length == 0 || (_text.Length > 1 && _text[^1] == '\n' && _text[^2] == '\n');

        private void Begin()
        {
            if (!_atLineStart)
            {
                return;
            }

            _atLineStart = false;
            _text.Append(Quoting ? "> " : "");
        }

        private void Line()
        {
            _text.Append('\n');
            _atLineStart = true;
        }

        public override string ToString() => _text.ToString();
    }

    [GeneratedRegex(
        @"<(?:!doctype|/?(?:html|head|body|div|span|p|br|hr|table|tbody|tr|td|th|ul|ol|li|a|b|i|u|em|strong|font|h[1-6]|img|blockquote|pre|center|small|style|script|meta))(?:\s[^<>]*)?/?>",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    [GeneratedRegex(@"<(?:br|p|div|tr|li|table|h[1-6]|blockquote|body)[\s/>]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LineTag();

    [GeneratedRegex(@"display\s{0,8}:\s{0,8}none", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DisplayNone();
}
