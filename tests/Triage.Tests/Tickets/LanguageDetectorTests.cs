using System.Text;
using System.Text.Json.Nodes;
using Triage.Tickets;
using Triage.Tickets.Languages;

namespace Triage.Tests.Tickets;

public class LanguageDetectorTests
{
    [Fact]
    public void Every_sentence_of_the_golden_file_gets_its_language_or_none() =>
        Golden.Check("languages.json", given =>
        {
            var language = LanguageDetector.Detect(given["text"]!.GetValue<string>());
            return new Dictionary<string, JsonNode?> { ["tag"] = language.Tag, ["confirmed"] = language.Confirmed };
        });

    [SharedFact("data/tickets/train.jsonl")]
    public void English_tickets_are_confirmed_as_English() => CheckEnglish("data/tickets/train.jsonl");

    /// <summary>No word list was made from these.</summary>
    [SharedFact("data/tickets/validation.jsonl")]
    public void Validation_tickets_are_confirmed_as_English() => CheckEnglish("data/tickets/validation.jsonl");

    private static void CheckEnglish(string file)
    {
        int tickets = 0, english = 0, other = 0;
        foreach (var line in File.ReadLines(Shared.Path(file)))
        {
            var language = Assert.IsType<ReadTicket>(new TicketReader().Read(Encoding.UTF8.GetBytes(line), null)).Language;
            tickets++;
            english += language == new Language("en", Confirmed: true) ? 1 : 0;
            other += language.Tag is not ("en" or Language.Undetermined) ? 1 : 0;
        }

        Assert.True(english >= 0.985 * tickets, $"{english} of {tickets} tickets are confirmed as English.");
        Assert.Equal(0, other);
    }

    [Theory]
    [InlineData("where is my order", null, "en", true)]
    [InlineData("where is my order", "en", "en", true)]
    [InlineData("where is my order", "EN-gb", "en", true)]
    [InlineData("where is my order", "und", "en", true)]
    [InlineData("where is my order", "fr", "en", false)]
    [InlineData("hola, donde esta mi pedido", "en", "es", false)]
    [InlineData("Hvor er pakken min? Jeg har ikke fått noe ennå.", "nb-NO", "no", true)]
    [InlineData("ok thx", "en", "en", false)]
    [InlineData("ok thx", "pt-BR", "pt", false)]
    [InlineData("ok thx", null, "und", false)]
    public void A_hint_narrows_and_never_confirms(string text, string? hint, string tag, bool confirmed) =>
        Assert.Equal(new Language(tag, confirmed), LanguageDetector.Detect(text, hint));

    [Theory]
    [InlineData("en")]
    [InlineData("pt-BR")]
    [InlineData("zh-Hant-TW")]
    [InlineData("x-klingon")]
    [InlineData("i-default")]
    public void Tags_of_BCP_47_are_well_formed(string tag) => Assert.True(LanguageTag.IsWellFormed(tag));

    [Theory]
    [InlineData("")]
    [InlineData("e")]
    [InlineData("en_GB")]
    [InlineData("english language")]
    [InlineData("en-")]
    [InlineData("123")]
    public void Other_tags_are_not(string tag) => Assert.False(LanguageTag.IsWellFormed(tag));
}
