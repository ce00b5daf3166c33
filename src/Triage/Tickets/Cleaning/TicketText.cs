namespace Triage.Tickets.Cleaning;

/// <summary>What the model reads of a ticket: the customer's own words.</summary>
internal static class TicketText
{
    /// <summary>
    /// Subject and body joined by <c>". "</c>, as in training; the other alone where one is blank. Markup, quoted threads,
    /// signatures and disclaimers are gone, unless nothing would be left.
    /// </summary>
    public static string Of(string subject, string body)
    {
        subject = Whitespace.Unify(subject).Replace('\n', ' ');
        body = OfBody(subject, body);
        return string.IsNullOrWhiteSpace(subject) ? body : body.Length == 0 ? subject : $"{subject}. {body}";
    }

    private static string OfBody(string subject, string body)
    {
        var text = Whitespace.Normalize(HtmlText.IsHtml(body) ? HtmlText.Of(body) : body);
        var own = Whitespace.Unify(Footers.Strip(QuotedThread.IsForward(subject, text) ? text : QuotedThread.Strip(text)));
        if (own.Length > 0)
        {
            return own;
        }

        var whole = Whitespace.Unify(text);
        return whole.Length > 0 ? whole : Whitespace.Unify(body);
    }
}
